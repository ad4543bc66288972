/** Worse or better than thought: the levels are looked at again at once. */
import type { Decision, Refusal } from '../../../engine/decision.ts';
import { refuse } from '../../../engine/decision.ts';
import { bold, say } from '../../../lib/text.ts';
import { findSeverity } from '../../catalog/model.ts';
import { severityOf } from '../../catalog/service-model.ts';
import { permitted } from '../../people/model.ts';
import { ENDED } from '../../runbook/model.ts';
import type { Draft } from '../draft.ts';
import { reconsider } from '../escalation.ts';
import type { IncidentEvent } from '../events.ts';
import type { By } from '../inputs.ts';
import { optional } from '../typed.ts';
import { notPermitted, runbooksFor, severityFacts, unknownSeverity } from './look-up.ts';
import { tellRun } from './run.ts';
import { promiseUpdate } from './update.ts';

export function changeSeverity(
  d: Draft,
  asked: { severity: string; reason?: string } & By,
): Decision<IncidentEvent> | Refusal<IncidentEvent> {
  const { id, severity: from, status, service } = d.incident;
  const ref = { kind: 'incident', id };
  if (!permitted(d.catalog, 'severity', asked.groups))
    return notPermitted(d.catalog, 'severity', 'change the severity');
  const found = findSeverity(d.catalog, asked.severity);
  if (!found) return unknownSeverity(d.catalog, asked.severity);
  const to = severityOf(d.catalog, service, found);
  if (status === 'resolved') return refuse('resolved', say`INC-${id} is resolved; its severity stays.`, { ref });
  if (to.name === from) return refuse('same', say`INC-${id} is ${to.label} already.`, { ref });
  d.emit({
    type: 'severity.changed',
    by: asked.by,
    from,
    ...severityFacts(to),
    runbooks: runbooksFor(d.catalog, service, to.name),
    ...optional('reason', asked.reason, 500),
  });
  for (const { run, status: is } of d.incident.runs) if (!ENDED.includes(is)) tellRun(d, run);
  reconsider(d);
  promiseUpdate(d);
  return d.decision({
    code: 'severity-changed',
    ref,
    text: say`INC-${id} is ${bold(to.label)} now (was ${from.toUpperCase()}).`,
  });
}
