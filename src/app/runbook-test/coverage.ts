/** Which of a runbook's changing steps some test carried out: what was never played is not known to work. */

import type { Catalog } from '../../domain/catalog/model.ts';
import { everyStep, locate } from '../../domain/runbook/locate.ts';
import type { ActionStep, Run, Runbook } from '../../domain/runbook/model.ts';
import { kindOf } from '../../domain/runbook/steps/index.ts';
import type { Played } from './play.ts';

interface Coverage {
  readonly changing: number;
  /** Steps that no test carried out. */
  readonly left: readonly string[];
}

/** A step inside a `forEach` counts once, whichever of its rounds was played. */
function coverage(runbook: Runbook, runs: readonly Run[]): Coverage {
  const changing = everyStep(runbook.steps).filter(
    (s): s is ActionStep => s.type === 'action' && kindOf(s.kind)?.mutates === true,
  );
  const done = new Set<string>();
  for (const run of runs) {
    if (run.runbook.id !== runbook.id) continue;
    for (const [path, state] of Object.entries(run.steps)) {
      if (state.approval?.status === 'used') done.add(locate(run, path)?.step.at ?? path);
    }
  }
  return { changing: changing.length, left: changing.filter((s) => !done.has(s.at)).map((s) => `${s.name} (${s.at})`) };
}

/** Runbooks without a test, and changing steps that no test carried out. */
export function notPlayed(catalog: Catalog, results: readonly { readonly played?: Played }[]): readonly string[] {
  const runs = results.flatMap((r): readonly Run[] => r.played?.runs ?? []);
  return catalog.runbooks.flatMap((runbook) => {
    if (!runs.some((run) => run.runbook.id === runbook.id)) return [`${runbook.id}: there is no test`];
    const { left } = coverage(runbook, runs);
    return left.length > 0 ? [`${runbook.id}: no test carries out ${left.join(', ')}`] : [];
  });
}
