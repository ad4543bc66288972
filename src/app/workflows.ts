/** The workflows in use: loaded whole or not at all, and a change with problems leaves the last good set in place. */
import { createHash } from 'node:crypto';
import { watchWorkflowFolder } from '../adapters/files/watch-workflows.ts';
import { readWorkflowFolder } from '../adapters/files/workflow-folder.ts';
import type { Catalog, Problem } from '../domain/catalog/model.ts';
import { report } from '../domain/catalog/report.ts';
import { check } from '../domain/check/check.ts';
import type { Finding } from '../domain/check/model.ts';
import { compile } from '../domain/compile.ts';
import { stepKinds } from '../domain/runbook/steps/index.ts';
import type { Logger } from '../lib/log.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

export class WorkflowsError extends Error {
  override readonly name = 'WorkflowsError';
}

export async function compileFolder(
  dir: string,
): Promise<{ catalog?: Catalog; problems: readonly Problem[]; files: Map<string, string> }> {
  const files = await readWorkflowFolder(dir).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new WorkflowsError(`The workflows in ${dir} cannot be read: ${why}`, { cause });
  });
  return { ...compile(files, stepKinds, sha256), files };
}

export interface Workflows {
  readonly catalog: () => Catalog;
  /** Problems of what is in the folder now; empty when it is what is in use. */
  readonly problems: () => readonly Problem[];
  /** Hazards of the set in use; `now` in milliseconds since the epoch. */
  readonly findings: (now: number) => readonly Finding[];
  stop(): void;
}

/** A key that is named and not there would be found out by the page that needs it. */
export function missingKeys(catalog: Catalog, routingKeys: readonly string[]): string[] {
  return namedKeys(catalog).filter((name) => !routingKeys.includes(name));
}

/** Routing keys that roles and rotas name beside the default one. */
export function namedKeys(catalog: Catalog): string[] {
  const all = [...Object.values(catalog.roles), ...Object.values(catalog.rotas)];
  return [...new Set(all.flatMap((r) => r.routingKey ?? []))];
}

export interface LoadOptions {
  readonly dir: string;
  readonly deployment: string;
  /** Names of the PagerDuty keys there are. */
  readonly routingKeys: readonly string[];
  readonly log: Logger;
}

export async function loadWorkflows(o: LoadOptions): Promise<Workflows> {
  const first = await compileFolder(o.dir);
  if (!first.catalog) {
    throw new WorkflowsError(
      `${o.dir} does not load:\n\n${report(first.problems)}\n\nMend the files, then look again with: tocsin check`,
    );
  }
  const missing = missingKeys(first.catalog, o.routingKeys);
  if (missing.length > 0) {
    throw new WorkflowsError(
      `${o.dir} names routing keys that are not set: ${missing.join(', ')}.\n\n` +
        'Set these variables to the integration keys, or take the `routingKey` lines out of org/people.yaml and org/on-call.yaml.',
    );
  }
  const named = (c: Catalog): Catalog => ({ ...c, deployment: o.deployment });
  let catalog = named(first.catalog);
  let inUse: ReadonlyMap<string, string> = first.files;
  let problems: readonly Problem[] = [];
  const watch = watchWorkflowFolder(
    o.dir,
    (files) => {
      const next = compile(files, stepKinds, sha256);
      problems = next.problems;
      if (next.catalog) {
        catalog = named(next.catalog);
        inUse = files;
        const gone = missingKeys(catalog, o.routingKeys);
        // In use all the same: everything else in the change may be as urgent, and the pages fail visibly.
        if (gone.length > 0) o.log.error({ missing: gone }, 'the workflows name routing keys that are not set');
        o.log.info({ digest: catalog.digest.slice(0, 12) }, 'workflows loaded anew');
      } else {
        o.log.error(
          { problems: next.problems.slice(0, 20) },
          'workflows have problems; the last good set stays in use',
        );
      }
    },
    {
      current: first.files,
      onError: (err) => o.log.error({ err }, 'the workflows folder could not be read; the last good set stays in use'),
    },
  );
  // Every file is read again for it: once for each set and day is enough, because only days make one of them old.
  let last: { readonly digest: string; readonly day: number; readonly found: readonly Finding[] } | undefined;
  const findings = (now: number): readonly Finding[] => {
    const { digest } = catalog;
    const day = Math.floor(now / 86_400_000);
    if (last?.digest !== digest || last.day !== day)
      last = { digest, day, found: check({ catalog, files: inUse, kinds: stepKinds, now }) };
    return last.found;
  };
  return {
    catalog: () => catalog,
    problems: () => problems,
    findings,
    stop: () => watch.stop(),
  };
}
