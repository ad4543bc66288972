/** Somebody else is woken, or something is said, without a level of the policy: by a step of a runbook. */
import type { Decision, Refusal } from '../../../engine/decision.ts';
import { refuse } from '../../../engine/decision.ts';
import { bold, say } from '../../../lib/text.ts';
import type { Target } from '../../catalog/model.ts';
import { permitted } from '../../people/model.ts';
import type { Draft } from '../draft.ts';
import type { IncidentEvent } from '../events.ts';
import type { By } from '../inputs.ts';
import { beginPage } from '../paging.ts';
import { typed } from '../typed.ts';
import { notPermitted } from './look-up.ts';

type Decided = Decision<IncidentEvent> | Refusal<IncidentEvent>;

/** Who is paged by hand stands behind no level of the policy. */
const NO_LEVEL = 0;

export function page(d: Draft, asked: { target: Target; reason?: string } & By): Decided {
  const { id, status, pages } = d.incident;
  const ref = { kind: 'incident', id };
  const { target } = asked;
  if (!permitted(d.catalog, 'escalate', asked.groups)) return notPermitted(d.catalog, 'escalate', 'page people');
  if (status === 'resolved') return refuse('resolved', say`INC-${id} is resolved; nobody is paged any more.`, { ref });
  if (!exists(d, target)) return refuse('no-such-target', say`There is no ${target} to page.`, { ref });
  if (!pages[target]) beginPage(d, target, NO_LEVEL, typed(asked.reason ?? '', 300) || 'asked for by a runbook');
  return d.decision({ code: 'paged', ref, text: say`Paging ${bold(target)}.` });
}

function exists(d: Draft, target: string): boolean {
  const [kind, name = ''] = target.split(':');
  if (kind === 'role') return Object.hasOwn(d.catalog.roles, name);
  if (kind === 'oncall') return Object.hasOwn(d.catalog.rotas, name);
  return kind === 'person' && d.catalog.people.some((p) => p.id === name);
}

/** In the incident's channel, or in another one. */
export function sayIn(d: Draft, asked: { text: string; channel?: string } & By): Decided {
  const { id } = d.incident;
  const ref = { kind: 'incident', id };
  const text = typed(asked.text, 3_000);
  if (!text) return refuse('no-text', say`There is nothing to say.`, { ref });
  const { channel } = asked;
  d.emit({ type: 'incident.said', text, ...(channel === undefined ? {} : { channel }) });
  if (channel !== undefined) {
    const payload = { incident: id, channel, body: text, at: d.now };
    const key = `say/${d.input.key}`;
    d.effect({ kind: 'chat.announce', lane: `chat/say/${channel}`, key, class: 'findable', priority: 2, payload });
  }
  return d.decision({ code: 'said', ref, text: say`Said${channel === undefined ? '' : ` in #${channel}`}: ${text}` });
}
