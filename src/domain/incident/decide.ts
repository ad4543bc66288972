/** The incident's rules: one short file per kind of input; this table is all that ties them together. */
import type { Aggregate } from '../../engine/aggregate.ts';
import type { Context, Decision, Refusal } from '../../engine/decision.ts';
import { refuse } from '../../engine/decision.ts';
import { say } from '../../lib/text.ts';
import type { Catalog } from '../catalog/model.ts';
import { acknowledge, lapse } from './decide/acknowledge.ts';
import { carded, failed, opened } from './decide/chat.ts';
import { closeWindow, declare, join } from './decide/declare.ts';
import { escalate } from './decide/escalate.ts';
import { page, sayIn } from './decide/page.ts';
import { pageFailed, pageLookedUp, pageOverdue, pagerEvent, pageSettled } from './decide/pages.ts';
import { resolve } from './decide/resolve.ts';
import { runAsked, runBegan, runMoved, runSays } from './decide/run.ts';
import { changeSeverity } from './decide/severity.ts';
import { changeState } from './decide/state.ts';
import { postUpdate, updateDue } from './decide/update.ts';
import { Draft } from './draft.ts';
import { levelDue } from './escalation.ts';
import type { IncidentEvent } from './events.ts';
import { evolve } from './evolve.ts';
import type { IncidentInput } from './inputs.ts';
import type { Incident } from './model.ts';
import { replied } from './reply.ts';

type Decided = Decision<IncidentEvent> | Refusal<IncidentEvent>;

function decide(state: Incident | undefined, input: IncidentInput, context: Context<Catalog>): Decided {
  const d = new Draft(state, input, context);
  if (input.type === 'incident.declare') return declare(d, input.data, context);
  if (!state) {
    return refuse('no-such-incident', say`There is no INC-${context.self.id}. See the open ones with /incident list.`);
  }
  switch (input.type) {
    case 'incident.ack':
      return acknowledge(d, input.data);
    case 'incident.severity':
      return changeSeverity(d, input.data);
    case 'incident.state':
      return changeState(d, input.data);
    case 'incident.update':
      return postUpdate(d, input.data);
    case 'incident.escalate':
      return escalate(d, input.data);
    case 'incident.resolve':
      return resolve(d, input.data);
    case 'incident.join':
      return join(d, input.data);
    case 'incident.run':
      return runAsked(d, input.data);
    case 'level.due':
      if (input.data.generation === state.generation) levelDue(d, input.data.level, input.data.dueAt);
      return d.decision();
    case 'ack.lapsed':
      return lapse(d, input.data.lease);
    case 'window.closed':
      return closeWindow(d);
    case 'update.due':
      return updateDue(d, input.data);
    case 'page.settled':
      return pageSettled(d, input.data);
    case 'page.failed':
      return pageFailed(d, input.data);
    case 'page.looked-up':
      return pageLookedUp(d, input.data);
    case 'page.overdue':
      return pageOverdue(d, input.data);
    case 'pager.event':
      return pagerEvent(d, input.data);
    case 'chat.opened':
      return opened(d, input.data);
    case 'chat.failed':
      return failed(d, input.data);
    case 'chat.carded':
      return carded(d, input.data);
    case 'run.began':
      return runBegan(d, input.data);
    case 'run.moved':
      return runMoved(d, input.data);
    case 'run.says':
      return runSays(d, input.data);
    case 'incident.page':
      return page(d, input.data);
    case 'incident.say':
      return sayIn(d, input.data);
  }
}

export const incidentAggregate: Aggregate<Incident, IncidentInput, IncidentEvent, Catalog> = {
  kind: 'incident',
  decide: (state, input, context) => replied(input, context, decide(state, input, context)),
  evolve,
  guard: (state) => state.window,
};
