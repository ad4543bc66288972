/** Somebody is on it, for a while: an acknowledgement is a lease on the first clock. */
import type { Decision, Refusal } from '../../../engine/decision.ts';
import { refuse } from '../../../engine/decision.ts';
import { say, time } from '../../../lib/text.ts';
import { permitted } from '../../people/model.ts';
import { who } from '../describe.ts';
import type { Draft } from '../draft.ts';
import { isAcked, restartFirstClock, stopFirstClock } from '../escalation.ts';
import type { IncidentEvent } from '../events.ts';
import type { By } from '../inputs.ts';
import type { Incident } from '../model.ts';
import { acknowledgePages } from '../paging.ts';
import { notPermitted } from './look-up.ts';

type Decided = Decision<IncidentEvent> | Refusal<IncidentEvent>;

const LONGEST = 4 * 3_600_000;

/** Two leases may end at the same moment, one of them given up: the number keeps their timers apart. */
export const ackTimer = (i: Incident): string => `ack/${i.leases ?? 0}`;

/** Holds, or holds anew, until `until`. */
export function takeLease(d: Draft, by: string, ms: number, via: 'slack' | 'pagerduty'): number {
  const until = d.now + ms;
  if (d.incident.ack) d.cancel(ackTimer(d.incident));
  d.emit({ type: 'incident.acknowledged', by, until, via });
  stopFirstClock(d);
  acknowledgePages(d);
  d.timer(ackTimer(d.incident), until, 'ack.lapsed', { lease: d.incident.leases ?? 0 });
  return until;
}

/** Work on the incident shows that the acknowledgement still stands for somebody. */
export function renewLease(d: Draft, by: string): void {
  const { ack, policy, status } = d.incident;
  if (!ack || ack.by !== by || !isAcked(d.incident, d.now) || status === 'resolved') return;
  const until = d.now + policy.ackLease;
  if (until <= ack.until) return;
  d.cancel(ackTimer(d.incident));
  d.emit({ type: 'ack.renewed', until });
  d.timer(ackTimer(d.incident), until, 'ack.lapsed', { lease: d.incident.leases ?? 0 });
}

export function acknowledge(d: Draft, asked: { forMs?: number } & By): Decided {
  const { id, ack } = d.incident;
  const ref = { kind: 'incident', id };
  if (!permitted(d.catalog, 'ack', asked.groups)) return notPermitted(d.catalog, 'ack', 'acknowledge');
  if (d.incident.status === 'resolved') {
    return refuse('resolved', say`INC-${id} is resolved. If it is back: /incident state reopened INC-${id}`, { ref });
  }
  if (ack && ack.by !== asked.by && isAcked(d.incident, d.now)) {
    const text = say`${who(ack.by)} is already on INC-${id}, until ${time(ack.until)}. You can join with /incident update or escalate.`;
    return refuse('already-acknowledged', text, { ref });
  }
  const ms = asked.forMs ?? d.incident.policy.ackLease;
  if (!(ms >= 60_000 && ms <= Math.max(LONGEST, d.incident.policy.ackLease))) {
    return refuse(
      'bad-lease',
      say`An acknowledgement holds for one minute to four hours, for example: /incident ack for 20m`,
      { ref },
    );
  }
  const until = takeLease(d, asked.by, ms, 'slack');
  return d.decision({
    code: 'acknowledged',
    ref,
    text: say`You are on INC-${id} until ${time(until)}. The unresolved clock keeps running.`,
  });
}

export function lapse(d: Draft, lease: number): Decided {
  const { ack, leases, status } = d.incident;
  if (!ack || leases !== lease || status === 'resolved') return d.decision();
  d.emit({ type: 'ack.lapsed', by: ack.by });
  restartFirstClock(d);
  return d.decision();
}
