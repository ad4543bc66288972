/** What a person does on the cards of a run, as the Input a click would be. */
import type { Catalog } from '../../domain/catalog/model.ts';
import { isEnded, stepOf } from '../../domain/runbook/evolve.ts';
import type { RunInput } from '../../domain/runbook/inputs.ts';
import { stepsOf } from '../../domain/runbook/locate.ts';
import type { Run, Step } from '../../domain/runbook/model.ts';
import { stepNamed } from '../../domain/runbook/step-named.ts';
import type { Act } from './test-file.ts';

export type PersonAct = Exclude<Act, { cluster: unknown }>;

/** Members of Slack's user groups, which only Slack knows: group → ids of people.yaml. */
export type Members = Readonly<Record<string, readonly string[]>>;

export function groupsOf(catalog: Catalog, members: Members, person: string): readonly string[] {
  return Object.values(catalog.groups)
    .filter((g) => g.people.includes(person) || (members[g.name] ?? []).includes(person))
    .map((g) => g.name);
}

interface Clicked {
  readonly run: number;
  readonly type: RunInput['type'];
  readonly data: object;
}

/** Newest run first: what a runbook began is looked at before what began it. Throws what the author can mend. */
export function clicked(act: PersonAct, runs: readonly Run[]): readonly Clicked[] {
  const newest = runs.toReversed();
  const open = newest.find((r) => !isEnded(r)) ?? newest[0];
  if (!open) throw new Error('there is no run yet');
  if ('choose' in act) {
    const asking = newest.flatMap((run) =>
      stepsOf(run)
        .filter((s) => s.type === 'choice' && s.options.some((o) => o.label === act.choose))
        .map((step) => ({ run, step })),
    );
    const now = asking.find(({ run, step }) => stepOf(run, step.path).status === 'asking') ?? asking[0];
    if (!now) throw new Error(`no question of the run has the answer “${act.choose}”`);
    return [{ run: now.run.id, type: 'choice.made', data: { step: now.step.path, option: act.choose } }];
  }
  if ('abort' in act) return [{ run: open.id, type: 'run.abort', data: { reason: act.abort } }];
  if ('pause' in act) return [{ run: open.id, type: 'run.pause', data: { reason: act.pause } }];
  if ('resume' in act) return [{ run: open.id, type: 'run.resume', data: { reason: act.resume } }];
  if ('approve' in act || 'reject' in act) {
    const { run, step } = find(newest, 'approve' in act ? act.approve : act.reject);
    const approval = stepOf(run, step.path).approval;
    if (!approval) throw new Error(`${step.name} waits for no approval: it is ${stepOf(run, step.path).status}`);
    if ('approve' in act) return [{ run: run.id, type: 'approval.approve', data: { approval: approval.id } }];
    return [{ run: run.id, type: 'approval.reject', data: { approval: approval.id, reason: act.reason } }];
  }
  if ('answer' in act) {
    const { run, step } = find(newest, act.step);
    const { text } = act;
    const state = stepOf(run, step.path);
    const left = state.question?.items?.flatMap((_, i) => (state.answers?.[i] === undefined ? [i] : []));
    const items = act.item === undefined ? left : [act.item - 1];
    const data = { step: step.path, answer: act.answer, ...(text === undefined ? {} : { text }) };
    const type = 'step.answered';
    return items
      ? items.map((item) => ({ run: run.id, type, data: { ...data, item } }))
      : [{ run: run.id, type, data }];
  }
  if ('undo' in act) {
    const { run, step } = find(newest, act.undo);
    return [{ run: run.id, type: 'run.undo', data: { step: step.path } }];
  }
  if ('happened' in act) {
    const { run, step } = find(newest, act.step);
    return [{ run: run.id, type: 'step.cleared', data: { step: step.path, happened: act.happened } }];
  }
  const { run, step } = find(newest, 'retry' in act ? act.retry : act.skip);
  const type = 'retry' in act ? 'step.retry' : 'step.skip';
  return [{ run: run.id, type, data: { step: step.path, reason: act.reason } }];
}

function find(runs: readonly Run[], named: string): { run: Run; step: Step } {
  for (const run of runs) {
    const step = stepNamed(run, named);
    if (step) return { run, step };
  }
  const all = runs.flatMap((r) => stepsOf(r).map((s) => s.id));
  throw new Error(`no step is called ${named}; there are ${all.slice(0, 20).join(', ')}`);
}
