/** It is over: every clock stops, every alert of the generation is closed, after its trigger. */
import type { Decision, Refusal } from '../../../engine/decision.ts';
import { refuse } from '../../../engine/decision.ts';
import { formatDuration } from '../../../lib/duration.ts';
import { say } from '../../../lib/text.ts';
import { permitted } from '../../people/model.ts';
import { ENDED } from '../../runbook/model.ts';
import { who } from '../describe.ts';
import type { Draft } from '../draft.ts';
import { stopEscalation } from '../escalation.ts';
import type { IncidentEvent } from '../events.ts';
import type { By } from '../inputs.ts';
import { notifyCustomers } from '../messages.ts';
import { resolvePages } from '../paging.ts';
import { typed } from '../typed.ts';
import { ackTimer } from './acknowledge.ts';
import { WINDOW_TIMER } from './declare.ts';
import { notPermitted } from './look-up.ts';
import { endRun } from './run.ts';
import { updateTimer } from './update.ts';

export function finish(d: Draft, by: string, summary: string | undefined, via: 'slack' | 'pagerduty'): void {
  const { ack, nextUpdateAt, window, runs, generation, serviceTitle, customersNotifiedAt } = d.incident;
  stopEscalation(d);
  resolvePages(d);
  if (ack) d.cancel(ackTimer(d.incident));
  if (nextUpdateAt !== undefined) d.cancel(updateTimer(d.incident));
  if (window !== undefined) d.cancel(WINDOW_TIMER);
  d.emit({ type: 'incident.resolved', by, via, ...(summary ? { summary } : {}) });
  for (const r of runs) if (!ENDED.includes(r.status)) endRun(d, r.run);
  // Who was told that it is down is told that it is over; the summary is ours, not theirs.
  if (customersNotifiedAt !== undefined)
    notifyCustomers(d, `g${generation}/customers/resolved`, {
      latest: `The problem with ${serviceTitle} is resolved.`,
      eta: 'resolved',
    });
}

export function resolve(d: Draft, asked: { summary?: string } & By): Decision<IncidentEvent> | Refusal<IncidentEvent> {
  const { id, status, resolvedBy, since } = d.incident;
  const ref = { kind: 'incident', id };
  if (!permitted(d.catalog, 'resolve', asked.groups)) return notPermitted(d.catalog, 'resolve', 'resolve');
  if (status === 'resolved') {
    return refuse('resolved', say`INC-${id} was resolved already${resolvedBy ? say` by ${who(resolvedBy)}` : []}.`, {
      ref,
    });
  }
  finish(d, asked.by, asked.summary && typed(asked.summary, 1_000), 'slack');
  return d.decision({
    code: 'resolved',
    ref,
    text: say`INC-${id} is resolved after ${formatDuration(d.now - since)}. The alerts are being closed.`,
  });
}
