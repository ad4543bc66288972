/** The run's rules: one short file per kind of input; this table is all that ties them together. */
import type { Aggregate } from '../../engine/aggregate.ts';
import type { Context, Decision, Refusal } from '../../engine/decision.ts';
import { refuse } from '../../engine/decision.ts';
import { say } from '../../lib/text.ts';
import type { Catalog } from '../catalog/model.ts';
import { abort } from './decide/abort.ts';
import { answered } from './decide/answered.ts';
import { approve } from './decide/approve.ts';
import { began, stopped } from './decide/began.ts';
import { breakGlass, reviewDue, reviewed } from './decide/break-glass.ts';
import { approvalCarded, carded } from './decide/carded.ts';
import { choose } from './decide/choose.ts';
import { drifted } from './decide/drifted.ts';
import { expire } from './decide/expire.ts';
import { incidentEnded } from './decide/incident-ended.ts';
import { incidentMoved } from './decide/incident-moved.ts';
import { look } from './decide/look.ts';
import { pause, resume } from './decide/pause.ts';
import { planned } from './decide/planned.ts';
import { reject } from './decide/reject.ts';
import { replan } from './decide/replan.ts';
import { retry } from './decide/retry.ts';
import { settled } from './decide/settled.ts';
import { skip } from './decide/skip.ts';
import { start, startAlone } from './decide/start.ts';
import { undo, undoEnded } from './decide/undo.ts';
import { cleared, unknown } from './decide/unknown.ts';
import { Draft } from './draft.ts';
import type { RunEvent } from './events.ts';
import { evolve, isEnded } from './evolve.ts';
import type { RunInput } from './inputs.ts';
import type { Run } from './model.ts';

function decide(
  state: Run | undefined,
  input: RunInput,
  context: Context<Catalog>,
): Decision<RunEvent> | Refusal<RunEvent> {
  const d = new Draft(state, input, context);
  if (input.type === 'run.start') return state ? { events: [] } : start(d, input.data);
  if (input.type === 'run.ask') return state ? { events: [] } : startAlone(d, input.data);
  if (!state) return refuse('no-such-run', say`There is no run R-${context.self.id}.`);
  switch (input.type) {
    case 'step.settled':
      return settled(d, input.data);
    case 'step.planned':
      return planned(d, input.data);
    case 'step.drifted':
      return drifted(d, input.data);
    case 'step.unknown':
      return unknown(d, input.data);
    case 'step.cleared':
      return cleared(d, input.data);
    case 'step.look':
      return look(d, input.data);
    case 'step.replan':
      return replan(d, input.data);
    case 'step.answered':
      return answered(d, input.data);
    case 'step.began':
      return began(d, input.data);
    case 'run.stop':
      return stopped(d, input.data);
    case 'choice.made':
      return choose(d, input.data);
    case 'approval.approve':
      return approve(d, input.data);
    case 'approval.reject':
      return reject(d, input.data);
    case 'approval.break-glass':
      return breakGlass(d, input.data);
    case 'approval.reviewed':
      return reviewed(d, input.data);
    case 'approval.review-due':
      return reviewDue(d, input.data);
    case 'approval.expire':
      return expire(d, input.data);
    case 'approval.carded':
      return approvalCarded(d, input.data);
    case 'run.carded':
      return carded(d, input.data);
    case 'run.abort':
      return abort(d, input.data);
    case 'run.pause':
      return pause(d, input.data);
    case 'run.resume':
      return resume(d, input.data);
    case 'step.retry':
      return retry(d, input.data);
    case 'step.skip':
      return skip(d, input.data);
    case 'run.undo':
      return undo(d, input.data);
    case 'run.undo-ended':
      return undoEnded(d, input.data);
    case 'run.incident-moved':
      return incidentMoved(d, input.data);
    case 'run.incident-ended':
      return incidentEnded(d, input.data);
  }
}

export const runAggregate: Aggregate<Run, RunInput, RunEvent, Catalog> = {
  kind: 'run',
  decide,
  evolve,
  fixed: ['runbook', 'inputs', 'facts'],
  guard: (run) => (isEnded(run) ? undefined : run.lock),
};
