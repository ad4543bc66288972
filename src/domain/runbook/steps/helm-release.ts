/** What the kinds of helm share: the binary with typed arguments, a release's history, and changes that are void when its revision moved. */
import { z } from 'zod';
import type { Prepared } from '../../../ports/commands.ts';
import { Fault } from '../../../ports/fault.ts';
import type { Plan } from '../model.ts';
import type { ChangeKind, StepPorts } from '../step-kind.ts';
import { namespace } from './fields.ts';
import { list, number, text } from './object-rows.ts';
import { programLines } from './program.ts';
import { type ProgramIntent, program, programChange } from './program-change.ts';

/** Milliseconds. */
const MINUTE = 60_000;
const release = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,51}[a-z0-9])?$/, 'must be the name of a release');
export const chart = z
  .string()
  .max(300)
  .regex(/^(?!-)[A-Za-z0-9_./:@-]+$/, 'must be a chart: repo/name, oci://… or a path');
export const version = z
  .string()
  .max(60)
  .regex(/^[0-9A-Za-z][0-9A-Za-z.+-]*$/, 'must be one version, like 1.4.2');
export const where = { release, namespace };

/** The values a release is given, one `--set` each. A mutable tag cannot be rolled back (H17). */
export const values = z
  .record(
    z.string().regex(/^[A-Za-z][A-Za-z0-9_.[\]-]{0,199}$/, 'must be the path of a value'),
    z.union([z.string().max(500), z.number(), z.boolean()]),
  )
  .default({})
  .refine(
    (v) => !Object.entries(v).some(([k, x]) => /(^|\.)tag$/.test(k) && /^(latest|main|master|stable)$/.test(String(x))),
    'must not set a tag that moves, like latest',
  );

export interface Revision {
  readonly revision: number;
  readonly status: string;
  readonly chart: string;
  readonly appVersion: string;
  readonly updated: string;
}

export const helm = (ports: StepPorts, args: readonly string[], timeout: number): Prepared =>
  program(ports, 'helm', args, timeout);

/** Newest last; none when there is no such release. */
export async function history(ports: StepPorts, name: string, ns: string): Promise<readonly Revision[]> {
  const what = helm(ports, ['history', name, '--namespace', ns, '--max', '20', '--output', 'json'], MINUTE);
  const ran = await ports.commands.run(what, 'read');
  if (ran.exit !== 0) {
    if (/not found/i.test(ran.errors)) return [];
    throw new Fault('permanent', 'helm.failed', `helm history of ${ns}/${name}: ${ran.errors.trim().slice(0, 300)}`);
  }
  return list(JSON.parse(ran.output)).map((r) => ({
    revision: number(r, 'revision'),
    status: text(r, 'status'),
    chart: text(r, 'chart'),
    appVersion: text(r, 'app_version'),
    updated: text(r, 'updated'),
  }));
}

interface HelmChange<S extends z.ZodObject> {
  readonly name: string;
  readonly summary: string;
  readonly risk: ChangeKind['risk'];
  readonly params: S;
  readonly example: { readonly means: string; readonly params: Record<string, unknown> };
  readonly minutes: number;
  intend(params: z.output<S>, all: readonly Revision[]): ProgramIntent | { readonly refused: string };
}

type Placed = { release: typeof release; namespace: typeof namespace };

export function helmChange<S extends z.ZodObject<Placed>>(spec: HelmChange<S>): ChangeKind {
  const { name, summary, risk, params, example } = spec;
  const at = (p: z.output<S>) => p as z.output<S> & { release: string; namespace: string };
  const look = (p: z.output<S>, ports: StepPorts) => history(ports, at(p).release, at(p).namespace);
  return programChange<S, readonly Revision[]>({
    ...{ name, summary, risk, params, look, program: 'helm', outputs: ['revision'], timeout: spec.minutes * MINUTE },
    examples: [example],
    target: (p) => `release/${at(p).namespace}/${at(p).release}`,
    guard: (all) => ({ revision: all.at(-1)?.revision ?? 0, status: all.at(-1)?.status ?? 'none' }),
    intend(p, all) {
      const intended = spec.intend(p, all);
      if ('refused' in intended) return intended;
      return { ...intended, args: [...intended.args, '--namespace', at(p).namespace] };
    },
    after: async (p, ports) => ({ revision: (await look(p, ports)).at(-1)?.revision ?? 0 }),
    lines: (o) => [String(o.text ?? ''), ...programLines(o).slice(-5)],
  });
}

export const backTo = (params: Record<string, unknown>, r: Revision): NonNullable<Plan['undo']> => ({
  kind: 'helm.rollback',
  params: { release: params.release, namespace: params.namespace, toRevision: r.revision },
  summary: `Put ${params.namespace}/${params.release} back to revision ${r.revision} (${r.appVersion || r.chart})`,
});

export const setArgs = (v: z.output<typeof values>): string[] =>
  Object.entries(v).flatMap(([k, x]) => ['--set-string', `${k}=${String(x).replaceAll(',', '\\,')}`]);
