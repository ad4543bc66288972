/** The lifecycle: investigating, identified, monitoring in any order; resolving and reopening have their own consequences. */
import type { Decision, Refusal } from '../../../engine/decision.ts';
import { refuse } from '../../../engine/decision.ts';
import { bold, say } from '../../../lib/text.ts';
import { permitted } from '../../people/model.ts';
import type { Draft } from '../draft.ts';
import { startEscalation } from '../escalation.ts';
import type { IncidentEvent } from '../events.ts';
import type { By } from '../inputs.ts';
import type { Status } from '../model.ts';
import { optional } from '../typed.ts';
import { renewLease } from './acknowledge.ts';
import { openChannel } from './chat.ts';
import { notPermitted } from './look-up.ts';
import { resolve } from './resolve.ts';
import { promiseUpdate } from './update.ts';

export function changeState(
  d: Draft,
  asked: { status: Status | 'reopened'; reason?: string } & By,
): Decision<IncidentEvent> | Refusal<IncidentEvent> {
  const { id, status: from } = d.incident;
  const ref = { kind: 'incident', id };
  const { by, groups } = asked;
  const because = optional('reason', asked.reason, 500);
  if (asked.status === 'resolved')
    return resolve(d, { by, groups, ...(asked.reason ? { summary: asked.reason } : {}) });
  if (!permitted(d.catalog, 'state', groups)) return notPermitted(d.catalog, 'state', 'change the state');
  if (asked.status === 'reopened') {
    if (from !== 'resolved') return refuse('open', say`INC-${id} is open (${from}).`, { ref });
    d.emit({ type: 'incident.reopened', by, ...because });
    // A resolved PagerDuty key is never triggered again: the new generation has keys of its own.
    startEscalation(d);
    openChannel(d);
    promiseUpdate(d);
    return d.decision({ code: 'reopened', ref, text: say`INC-${id} is open again; the escalation began anew.` });
  }
  if (from === 'resolved') {
    return refuse('resolved', say`INC-${id} is resolved. If it is back: /incident state reopened INC-${id}`, { ref });
  }
  if (from === asked.status) return refuse('same', say`INC-${id} is ${from} already.`, { ref });
  d.emit({ type: 'status.changed', by, from, to: asked.status, ...because });
  renewLease(d, by);
  return d.decision({ code: 'state-changed', ref, text: say`INC-${id} is ${bold(asked.status)} now.` });
}
