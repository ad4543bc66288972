/** Conditions over an incident: names that do not exist and conditions that can never be true are found before a night. */
import { evaluate, references } from '../../lib/expression.ts';
import { suggest } from '../../lib/yaml/nearest.ts';
import type { Source } from '../../lib/yaml/source.ts';
import { POLICY_FACTS } from './facts.ts';
import type { Severity } from './model.ts';

/** What is known of every incident before it happens: with these alone a condition can be decided. */
const DECIDABLE = new Set(['severity', 'rank', 'service']);

interface Known {
  readonly severities: readonly Severity[] | undefined;
  readonly services: readonly string[];
}

export function checkCondition(
  source: Source,
  path: readonly (string | number)[],
  condition: string,
  known: Known,
  never: string,
): void {
  let decidable = true;
  for (const { path: keys } of references(condition)) {
    const [root = '', fact] = keys;
    if (root !== 'incident') {
      source.inside(path, root, `there is no ${root} here`, 'a policy knows the incident only: incident.severity');
      return;
    }
    if (fact !== undefined && !POLICY_FACTS.some((name) => name === fact)) {
      source.inside(path, fact, `there is no incident.${fact}`, suggest(fact, POLICY_FACTS));
      return;
    }
    decidable &&= fact !== undefined && DECIDABLE.has(fact);
  }
  if (!decidable || !known.severities || known.severities.length === 0) return;
  const services = known.services.length > 0 ? known.services : [''];
  const results = known.severities.flatMap((s) =>
    services.map((service) => evaluate(condition, { incident: { severity: s.name, rank: s.rank, service } })),
  );
  const failed = results.find((r) => !r.ok);
  if (failed && !failed.ok) source.value(path, failed.error, "write a condition, like incident.severity == 'p1'");
  else if (results.some((r) => r.ok && typeof r.value !== 'boolean')) {
    source.value(path, 'the condition is neither true nor false', "compare something: incident.severity == 'p1'");
  } else if (results.every((r) => r.ok && r.value === false)) {
    const names = known.severities.map((s) => s.name).join(', ');
    source.value(path, `${never}: the condition is always false`, `severities are ${names}`);
  }
}

/** Whether a condition holds for a severity; undefined when that depends on more than the severity. */
export function holds(condition: string | undefined, severity: Severity): boolean | undefined {
  if (condition === undefined) return undefined;
  const result = evaluate(condition, { incident: { severity: severity.name, rank: severity.rank } });
  return result.ok && typeof result.value === 'boolean' ? result.value : undefined;
}
