/** Whether what the runbooks count on is still there: everything they name that is known before a run, each thing looked at once. */
import type { Catalog } from '../../domain/catalog/model.ts';
import { serviceFacts } from '../../domain/catalog/model.ts';
import { asksOf } from '../../domain/runbook/asks.ts';
import type { Ports } from '../ports.ts';
import type { Finder, Found, Named } from './finder.ts';
import { addresses } from './finders/addresses.ts';
import { deployments } from './finders/deployments.ts';
import { metrics } from './finders/metrics.ts';
import { objects } from './finders/objects.ts';
import { programs } from './finders/programs.ts';
import { queries } from './finders/queries.ts';

/** Side by side: most wait for somebody's server. */
const AT_ONCE = 8;

export interface Mention {
  /** As the runbook says; otherwise its service. */
  readonly owner: string;
  /** `file:line` below workflows/. */
  readonly at: string;
}

export interface Looked {
  readonly says: string;
  readonly found: Found;
  readonly by: readonly Mention[];
}

export async function lookForDrift(catalog: Catalog, ports: Ports): Promise<readonly Looked[]> {
  const finders: readonly Finder[] = [deployments, objects, metrics, addresses, queries, programs(catalog)];
  const things = new Map<string, { readonly named: Named; readonly by: Mention[] }>();
  for (const runbook of catalog.runbooks) {
    const service = serviceFacts(catalog.services.find((s) => s.name === runbook.service));
    for (const ask of asksOf(runbook, service)) {
      const mention = { owner: runbook.owner ?? runbook.service, at: ask.step.at };
      for (const named of finders.flatMap((f) => f.find(ask))) {
        const known = things.get(named.says) ?? { named, by: [] };
        things.set(named.says, known);
        if (!known.by.some((m) => m.at === mention.at)) known.by.push(mention);
      }
    }
  }
  const waiting = [...things].sort(([a], [b]) => a.localeCompare(b));
  const looked: Looked[] = [];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [says, { named, by }] = next;
      looked.push({ says, found: await named.look(ports), by });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return looked.sort((a, b) => a.says.localeCompare(b.says));
}
