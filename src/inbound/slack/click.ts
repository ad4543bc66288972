/** What each button and menu means: an action id and a value, to an Input for the aggregate it names. */
import type { Verb } from '../../domain/catalog/model.ts';
import { STATUSES } from '../../domain/incident/model.ts';
import { groupsFor } from '../../domain/people/model.ts';
import { locate } from '../../domain/runbook/locate.ts';
import type { ApprovalState, Run } from '../../domain/runbook/model.ts';
import type { Answer } from '../../engine/decision.ts';
import { say } from '../../lib/text.ts';
import {
  ACTIONS,
  type Action,
  readAnswerId,
  readId,
  readOptionId,
  readPick,
  readStepId,
  runOfApproval,
} from '../../views/actions.ts';
import { actOnIncident, actOnRun } from './act.ts';
import type { Caller } from './caller.ts';
import type { PersonInput } from './define-command.ts';
import type { SlackDeps } from './deps.ts';

/** An old or forged button: nothing behind it can be read. */
const stale: Answer = {
  code: 'refused.stale-button',
  text: say`This button no longer works. Look at the newest card. Nothing was done.`,
};

type Onto = { readonly id: number; readonly verb: Verb | 'anyone'; readonly asked: PersonInput };

/** Clicks that are one Input for an incident. */
function ontoIncident(action: Action, value: string | undefined): Onto | undefined {
  const id = readId(value);
  const chosen = readPick(value);
  if (id !== undefined) {
    switch (action) {
      case ACTIONS.ack:
        return { id, verb: 'ack', asked: { type: 'incident.ack', data: {} } };
      case ACTIONS.reopen:
        return { id, verb: 'state', asked: { type: 'incident.state', data: { status: 'reopened' } } };
      case ACTIONS.join:
        return { id, verb: 'anyone', asked: { type: 'incident.join', data: {} } };
      case ACTIONS.escalate:
        return { id, verb: 'escalate', asked: { type: 'incident.escalate', data: { to: 'next' } } };
      default:
        return undefined;
    }
  }
  if (!chosen) return undefined;
  const { choice } = chosen;
  switch (action) {
    case ACTIONS.runbook:
      return { id: chosen.id, verb: 'run', asked: { type: 'incident.run', data: { runbook: choice } } };
    case ACTIONS.severity:
      return { id: chosen.id, verb: 'severity', asked: { type: 'incident.severity', data: { severity: choice } } };
    case ACTIONS.state: {
      const status = STATUSES.find((s) => s === choice);
      return status && { id: chosen.id, verb: 'state', asked: { type: 'incident.state', data: { status } } };
    }
    case ACTIONS.escalate:
      return /^[1-9]\d?$/.test(choice)
        ? { id: chosen.id, verb: 'escalate', asked: { type: 'incident.escalate', data: { to: Number(choice) } } }
        : undefined;
    default:
      return undefined;
  }
}

/** The words of an option stay in the run; the button only says which place it has. */
function optionLabel(run: Run | undefined, step: string, place: number): string | undefined {
  const asked = run && locate(run, step)?.step;
  return asked?.type === 'choice' ? asked.options[place]?.label : undefined;
}

/** An old card's approval too: its click is answered with what became of it. */
const approvalsOf = (run: Run): ApprovalState[] =>
  Object.values(run.steps).flatMap((s) => [...(s.approval ? [s.approval] : []), ...(s.earlier ?? [])]);

async function onRun(deps: SlackDeps, caller: Caller, action: Action, value: string | undefined): Promise<Answer> {
  const rights = (verb: Verb) => ({ needs: groupsFor(deps.catalog(), verb), fresh: false });
  switch (action) {
    case ACTIONS.choice: {
      const at = readOptionId(value);
      const option = at && optionLabel(await deps.reader.run(at.run), at.step, at.option);
      if (!at || option === undefined) return stale;
      return actOnRun(deps, caller, rights('run'), at.run, { type: 'choice.made', data: { step: at.step, option } });
    }
    case ACTIONS.answer: {
      const at = readAnswerId(value);
      const question = at && (await deps.reader.run(at.run))?.steps[at.step]?.question;
      const answer = question && at.answer !== undefined ? question.answers[at.answer] : undefined;
      if (!at || !answer) return stale;
      return actOnRun(deps, caller, rights('run'), at.run, {
        type: 'step.answered',
        data: { step: at.step, answer: answer.id },
      });
    }
    case ACTIONS.abort: {
      const id = readId(value);
      if (id === undefined) return stale;
      return actOnRun(deps, caller, rights('abort'), id, {
        type: 'run.abort',
        data: { reason: 'aborted on the card' },
      });
    }
    case ACTIONS.pause:
    case ACTIONS.resume: {
      const id = readId(value);
      if (id === undefined) return stale;
      const type = action === ACTIONS.pause ? ('run.pause' as const) : ('run.resume' as const);
      return actOnRun(deps, caller, rights('pause'), id, { type, data: {} });
    }
    case ACTIONS.undo: {
      const at = readStepId(value);
      if (!at) return stale;
      return actOnRun(deps, caller, rights('undo'), at.id, { type: 'run.undo', data: { step: at.choice } });
    }
    case ACTIONS.replan: {
      const at = readStepId(value);
      if (!at) return stale;
      return actOnRun(deps, caller, rights('run'), at.id, { type: 'step.replan', data: { step: at.choice } });
    }
    case ACTIONS.happened:
    case ACTIONS.notHappened: {
      const at = readStepId(value);
      if (!at) return stale;
      const data = { step: at.choice, happened: action === ACTIONS.happened };
      return actOnRun(deps, caller, rights('run'), at.id, { type: 'step.cleared', data });
    }
    case ACTIONS.reviewed: {
      const run = value === undefined ? undefined : await deps.reader.runByApproval(value);
      if (value === undefined || !run) return stale;
      const needs = deps.catalog().changes.breakGlass?.review.by ?? [];
      const asked = { type: 'approval.reviewed' as const, data: { approval: value } };
      return actOnRun(deps, caller, { needs, fresh: true }, run.id, asked);
    }
    case ACTIONS.approve:
    case ACTIONS.reject: {
      const id = runOfApproval(value);
      const { card } = caller;
      // Slack always says which card carries the button; without it nobody could tell the card from a copy.
      if (value === undefined || id === undefined || !card) return stale;
      const run = await deps.reader.runByApproval(value);
      const approval = run && approvalsOf(run).find((a) => a.id === value);
      if (!run || !approval) return stale;
      const data = { approval: value, card };
      const type = action === ACTIONS.approve ? ('approval.approve' as const) : ('approval.reject' as const);
      // Membership is read from Slack now: who left the group an hour ago must not approve.
      return actOnRun(deps, caller, { needs: approval.policy.from, fresh: true }, run.id, { type, data });
    }
    default:
      return stale;
  }
}

export async function click(
  deps: SlackDeps,
  caller: Caller,
  action: Action,
  value: string | undefined,
): Promise<Answer> {
  const onto = ontoIncident(action, value);
  if (onto) return actOnIncident(deps, caller, onto.verb, onto.id, onto.asked);
  return onRun(deps, caller, action, value);
}
