/** What people name, found in the catalog; and what they are told when it is not there or not theirs. */
import type { Refusal } from '../../../engine/decision.ts';
import { refuse } from '../../../engine/decision.ts';
import { bold, joined, say } from '../../../lib/text.ts';
import type { Catalog, Severity } from '../../catalog/model.ts';
import { groupsFor, nameGroups } from '../../people/model.ts';
import type { IncidentEvent, SeverityFacts } from '../events.ts';
import { typed } from '../typed.ts';

/** What is offered as buttons: the service's own that fit the severity. */
export const runbooksFor = (catalog: Catalog, service: string, severity: string) =>
  catalog.runbooks
    .filter((r) => r.service === service && (r.for.severity.length === 0 || r.for.severity.includes(severity)))
    .map(({ id, name }) => ({ id, name }));

export const severityFacts = (s: Severity): SeverityFacts => ({
  severity: s.name,
  label: s.label,
  rank: s.rank,
  respondWithin: s.respondWithin,
});

export function unknownSeverity(catalog: Catalog, asked: string): Refusal<IncidentEvent> {
  const known = joined(
    catalog.severities.map((s) => say`${bold(s.name)} (${s.meaning})`),
    ', ',
  );
  const problem = asked.trim() ? say`There is no severity “${typed(asked, 40)}”.` : say`Which severity?`;
  return refuse('unknown-severity', say`${problem} Use one of: ${known}. Example: /incident declare p1 API down`);
}

export function notPermitted(
  catalog: Catalog,
  verb: Parameters<typeof groupsFor>[1],
  what: string,
): Refusal<IncidentEvent> {
  return refuse(
    'not-permitted',
    say`You may not ${what}. Members of ${nameGroups(catalog, groupsFor(catalog, verb))} may: ask one of them.`,
  );
}
