/** What was expected, held against what came: a line for each difference. */
import { stepOf } from '../../domain/runbook/evolve.ts';
import { stepsOf } from '../../domain/runbook/locate.ts';
import type { Run } from '../../domain/runbook/model.ts';
import { stepNamed } from '../../domain/runbook/step-named.ts';
import type { Played } from './play.ts';
import type { Expected } from './test-file.ts';

export function judge(expected: Expected, played: Played): readonly string[] {
  const [first, ...others] = played.runs;
  if (!first) return [...played.faults, 'there was no run'];
  const all = [first, ...others];
  return [
    ...played.faults,
    ...ending(expected, first),
    ...Object.entries(expected.steps).flatMap(([name, ends]) => stepEnds(all, name, ends)),
    ...Object.entries(expected.plans).flatMap(([name, digest]) => planned(all, name, digest)),
    ...called(expected.calls, played.calls),
    ...told(expected.messages, played.said),
  ];
}

function ending(expected: Expected, run: Run): string[] {
  if (run.status === expected.run) return [];
  const why = run.failure ?? firstFailure(run);
  return [`the run is ${run.status}, not ${expected.run}${why ? `: ${why}` : ''}`];
}

const firstFailure = (run: Run): string | undefined =>
  stepsOf(run)
    .map((s) => ({ s, state: stepOf(run, s.path) }))
    .filter(({ state }) => state.failure !== undefined)
    .map(({ s, state }) => `${s.name}: ${state.failure}`)[0];

function stepEnds(runs: readonly Run[], name: string, ends: string): string[] {
  for (const run of runs) {
    const step = stepNamed(run, name);
    if (!step) continue;
    const { status, failure } = stepOf(run, step.path);
    return status === ends ? [] : [`${name} is ${status}, not ${ends}${failure ? `: ${failure}` : ''}`];
  }
  return [`no step is called ${name}; there are ${runs.flatMap((r) => stepsOf(r).map((s) => s.id)).join(', ')}`];
}

/** Digests of the plans that were put to people, by the ids of their steps. */
export function plansOf(runs: readonly Run[]): Readonly<Record<string, string>> {
  const all = runs.flatMap((run) =>
    stepsOf(run).flatMap((s) => {
      const { approval } = stepOf(run, s.path);
      return approval ? [[s.id, approval.digest] as const] : [];
    }),
  );
  return Object.fromEntries(all);
}

function planned(runs: readonly Run[], name: string, digest: string): string[] {
  for (const run of runs) {
    const step = stepNamed(run, name);
    const approval = step && stepOf(run, step.path).approval;
    if (!approval) continue;
    if (approval.digest === digest) return [];
    return [`the plan of ${name} is another one (${approval.digest}): ${approval.plan}`];
  }
  return [`${name} was not planned`];
}

function called(expected: readonly string[], calls: readonly string[]): string[] {
  const wrong = Math.max(expected.length, calls.length);
  for (let i = 0; i < wrong; i++) {
    const [want, is] = [expected[i], calls[i]];
    if (want !== undefined && is !== undefined && fits(want, is)) continue;
    if (want === undefined) return [`there was another call: ${is}`];
    return [is === undefined ? `this call never came: ${want}` : `call ${i + 1} is ${is}, not ${want}`];
  }
  return [];
}

/** Its parts appear in this order; `…` stands for what is between them. */
export function fits(want: string, is: string): boolean {
  let from = 0;
  for (const part of want.split('…')) {
    const at = is.indexOf(part.trim(), from);
    if (at < 0) return false;
    from = at + part.trim().length;
  }
  return true;
}

function told(expected: readonly string[], said: readonly string[]): string[] {
  let from = 0;
  for (const words of expected) {
    const at = said.findIndex((s, i) => i >= from && s.includes(words));
    if (at < 0) {
      const earlier = said.some((s) => s.includes(words));
      return [earlier ? `“${words}” was said, but before what is listed above it` : `nobody was told “${words}”`];
    }
    from = at;
  }
  return [];
}
