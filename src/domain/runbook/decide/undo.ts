/** A person takes back a step that was done: a run of its own, with the undo its plan captured, and its own approval. */

import { say } from '../../../lib/text.ts';
import { mention } from '../../people/model.ts';
import type { Decided, Draft } from '../draft.ts';
import { isEnded } from '../evolve.ts';
import { homeOf } from '../home.ts';
import type { Clicker, Started } from '../inputs.ts';
import { actionAt } from '../locate.ts';
import type { ActionStep, Plan, Run, Runbook } from '../model.ts';
import { deny, denyVerb, personOf, type Refused } from '../who.ts';

/** Values stand in inputs, never in expressions: what was read from the world is not rendered again. */
function undoRunbook(run: Run, step: ActionStep, undo: NonNullable<Plan['undo']>): Runbook {
  const { service, digest, owner } = run.runbook;
  const taken: ActionStep = {
    type: 'action',
    path: '1',
    id: 'undo',
    name: undo.summary,
    at: step.at,
    kind: undo.kind,
    params: Object.fromEntries(Object.keys(undo.params).map((k) => [k, `\${{ inputs['${k}'] }}`] as const)),
    timeout: step.timeout,
    ...(step.approval ? { approval: step.approval } : {}),
  };
  return {
    id: run.runbook.id,
    name: `Undo of R-${run.id}: ${step.name}`,
    service,
    for: { severity: [], alerts: [] },
    inputs: [],
    steps: [taken],
    digest,
    ...(owner === undefined ? {} : { owner }),
    ...(run.held === undefined ? {} : { lock: '${{ inputs.lockTarget }}' }),
  };
}

export function undo(d: Draft, asked: { step: string } & Clicker): Decided | Refused {
  const no = (code: string, text: ReturnType<typeof say>) => deny(d, asked, asked.step, code, text);
  const denied = denyVerb(d, 'undo', 'undo steps', asked.step, asked);
  if (denied) return denied;
  const { run } = d;
  const name = `R-${d.self.id}`;
  if (!isEnded(run)) return no('running', say`${name} is still ${run.status}. Abort it first, then undo its steps.`);
  const step = actionAt(run, asked.step);
  const state = d.step(asked.step);
  if (state.undone) {
    const by = mention(d.catalog, state.undone.by);
    return no('undone', say`${by} had this step undone already: see the run that undoes it.`);
  }
  if (!step || state.status !== 'done' || !state.undo) {
    return no('no-undo', say`There is nothing to undo in this step of ${name}.`);
  }
  const by = personOf(d.catalog, asked.person);
  const data: Started = {
    ...homeOf(run),
    runbook: undoRunbook(run, step, state.undo),
    inputs: { ...state.undo.params, ...(run.held === undefined ? {} : { lockTarget: run.held }) },
    service: run.facts.service,
    incidentFacts: run.facts.incident,
    requester: by,
    undoes: { run: d.self.id, step: step.path },
  };
  d.emit({ type: 'undo.asked', step: step.path, by });
  d.send(`${step.path}/undo/${d.input.key}`, { type: 'run.start', to: { kind: 'run', id: 'new' }, data });
  return d.decision({
    code: 'undo-asked',
    ref: d.self,
    text: say`${state.undo.summary}: it is planned first and asks for approval like any other change.`,
  });
}

export function undoEnded(d: Draft, told: { step: string; done: boolean }): Decided {
  if (d.step(told.step).undone) d.emit({ type: 'undo.ended', ...told });
  return d.decision();
}
