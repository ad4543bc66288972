/** Updates go out from the template, and the next one is a promise with a clock. */
import type { Decision, Refusal } from '../../../engine/decision.ts';
import { refuse } from '../../../engine/decision.ts';
import { say, time } from '../../../lib/text.ts';
import { severityOf } from '../../catalog/service-model.ts';
import { permitted } from '../../people/model.ts';
import type { Draft } from '../draft.ts';
import type { IncidentEvent } from '../events.ts';
import type { By } from '../inputs.ts';
import { notifyCustomers, render } from '../messages.ts';
import type { Incident } from '../model.ts';
import { optional, typed } from '../typed.ts';
import { renewLease } from './acknowledge.ts';
import { notPermitted } from './look-up.ts';

type Decided = Decision<IncidentEvent> | Refusal<IncidentEvent>;

const LONGEST = 7 * 86_400_000;

/** A promise may be taken back and made again for the same moment: the number keeps their timers apart. */
export const updateTimer = (i: Incident): string => `update/${i.promises ?? 0}`;

function updateEvery(d: Draft): number | undefined {
  const severity = d.catalog.severities.find((s) => s.name === d.incident.severity);
  return severity && severityOf(d.catalog, d.incident.service, severity).updateEvery;
}

/** As the severity asks for, when it does. */
export function promiseUpdate(d: Draft, ms = updateEvery(d)) {
  if (ms === undefined) return;
  const at = d.now + ms;
  if (d.incident.nextUpdateAt === at) return;
  if (d.incident.nextUpdateAt !== undefined) d.cancel(updateTimer(d.incident));
  d.emit({ type: 'update.promised', at });
  d.timer(updateTimer(d.incident), at, 'update.due', { dueAt: at, promise: d.incident.promises ?? 0 });
}

export function postUpdate(
  d: Draft,
  asked: { text: string; nextMs?: number; eta?: string; audience?: 'internal' | 'public' } & By,
): Decided {
  const { id } = d.incident;
  const ref = { kind: 'incident', id };
  if (!permitted(d.catalog, 'update', asked.groups)) return notPermitted(d.catalog, 'update', 'post updates');
  const text = typed(asked.text, 3_000);
  if (!text)
    return refuse('no-text', say`What should people know? /incident update We are rolling back, next=30m`, { ref });
  const { nextMs } = asked;
  if (nextMs !== undefined && !(nextMs >= 60_000 && nextMs <= LONGEST))
    return refuse('bad-next', say`The next update may come in one minute to seven days, for example: next=30m`, {
      ref,
    });
  const audience = asked.audience ?? 'internal';
  const eta = optional('eta', asked.eta, 80);
  // Posting keeps the promise there was, also where the severity asks for no other.
  if (d.incident.nextUpdateAt !== undefined) d.cancel(updateTimer(d.incident));
  const every = nextMs ?? updateEvery(d);
  const said = { latest: text, ...eta, next: every === undefined ? undefined : d.now + every };
  const rendered = render(d, 'update', said);
  d.emit({ type: 'update.posted', by: asked.by, text, audience, rendered, ...eta });
  renewLease(d, asked.by);
  if (audience === 'public') notifyCustomers(d, `customers/${d.input.key}`, said);
  if (d.incident.status !== 'resolved') promiseUpdate(d, nextMs);
  const due = d.incident.nextUpdateAt;
  const promise = due === undefined ? [] : say` The next one is due by ${time(due)}.`;
  return d.decision({ code: 'updated', ref, text: say`Update posted for INC-${id}.${promise}` });
}

/** One reminder per period; posting resets it (case TM-12). */
export function updateDue(d: Draft, { dueAt, promise }: { dueAt: number; promise: number }): Decided {
  const { nextUpdateAt, promises } = d.incident;
  if (nextUpdateAt !== dueAt || promises !== promise || d.incident.status === 'resolved') return d.decision();
  d.emit({ type: 'update.missed', dueAt });
  promiseUpdate(d);
  return d.decision();
}
