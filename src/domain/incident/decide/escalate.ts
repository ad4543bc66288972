/** A person does not want to wait for the clock. */
import type { Decision, Refusal } from '../../../engine/decision.ts';
import { refuse } from '../../../engine/decision.ts';
import { bold, joined, say } from '../../../lib/text.ts';
import { permitted } from '../../people/model.ts';
import type { Draft } from '../draft.ts';
import { applies, reach } from '../escalation.ts';
import type { IncidentEvent } from '../events.ts';
import type { By } from '../inputs.ts';
import { typed } from '../typed.ts';
import { notPermitted } from './look-up.ts';

export function escalate(
  d: Draft,
  asked: { to: number | 'next'; reason?: string } & By,
): Decision<IncidentEvent> | Refusal<IncidentEvent> {
  const { id, status, policy, levels } = d.incident;
  const ref = { kind: 'incident', id };
  if (!permitted(d.catalog, 'escalate', asked.groups)) return notPermitted(d.catalog, 'escalate', 'escalate');
  if (status === 'resolved') return refuse('resolved', say`INC-${id} is resolved; nobody is paged any more.`, { ref });
  const reached = (level: number) => levels.some((l) => l.level === level && l.status === 'reached');
  const open = policy.levels.filter((l) => !reached(l.level));
  // `next` does not declare an outage by accident: a level for another severity is asked for by its number.
  const rule = asked.to === 'next' ? open.find((l) => applies(d, l)) : policy.levels.find((l) => l.level === asked.to);
  if (!rule) {
    const known = policy.levels.map((l) => l.level).join(', ');
    if (asked.to === 'next')
      return refuse(
        'all-reached',
        open.length === 0
          ? say`Every level of INC-${id} was reached already (${known}).`
          : say`Every level for this severity was reached already. The others by number: /incident escalate ${open.map((l) => l.level).join(' or ')}`,
        { ref },
      );
    return refuse('no-such-level', say`There is no level ${asked.to}. Levels: ${known}, or next.`, { ref });
  }
  if (reached(rule.level)) {
    return refuse('already-reached', say`Level ${rule.level} was reached already. Try: /incident escalate next`, {
      ref,
    });
  }
  // A person asks for it by name: the severity condition of the matrix does not hold it back.
  const { if: _condition, ...always } = rule;
  const before = d.incident.pages;
  reach(d, always, typed(asked.reason ?? '', 300) || 'by hand', asked.by);
  const paged = Object.keys(d.incident.pages).filter((t) => !before[t]);
  const who = joined(
    paged.map((t) => say`${bold(t)}`),
    ', ',
  );
  const nobody = rule.page.length > 0 ? say` Its people were paged already.` : [];
  return d.decision({
    code: 'escalated',
    ref,
    text: say`INC-${id} is at level ${rule.level} now.${paged.length > 0 ? say` Paging ${who}.` : nobody}`,
  });
}
