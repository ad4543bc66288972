/** Runbooks of the incident: started here, living as aggregates of their own. */
import type { Decision, Refusal } from '../../../engine/decision.ts';
import { refuse } from '../../../engine/decision.ts';
import { say, type Text } from '../../../lib/text.ts';
import { serviceFacts } from '../../catalog/model.ts';
import { permitted } from '../../people/model.ts';
import { ENDED } from '../../runbook/model.ts';
import type { Draft } from '../draft.ts';
import { facts } from '../escalation.ts';
import type { IncidentEvent } from '../events.ts';
import type { By } from '../inputs.ts';
import { typed } from '../typed.ts';
import { renewLease } from './acknowledge.ts';
import { notPermitted } from './look-up.ts';

type Decided = Decision<IncidentEvent> | Refusal<IncidentEvent>;

/** Nothing goes on by itself in an incident that is over. */
export function endRun(d: Draft, run: number): void {
  const { id, generation } = d.incident;
  const data = { reason: `INC-${id} was resolved` };
  const to = { kind: 'run', id: run };
  d.send(`g${generation}/end-run/${run}`, { type: 'run.incident-ended', to, actor: d.input.actor, data });
}

export function runAsked(
  d: Draft,
  asked: { runbook: string; inputs?: Readonly<Record<string, string>>; preview?: true } & By,
): Decided {
  const { id, status, service, channel } = d.incident;
  const ref = { kind: 'incident', id };
  if (!permitted(d.catalog, 'run', asked.groups)) return notPermitted(d.catalog, 'run', 'start runbooks');
  if (status === 'resolved')
    return refuse('resolved', say`INC-${id} is resolved; reopen it first: /incident state reopened`, { ref });
  const runbook = d.catalog.runbooks.find((r) => r.id === asked.runbook || r.name === asked.runbook);
  if (!runbook) {
    const known = d.catalog.runbooks
      .filter((r) => r.service === service)
      .map((r) => r.id)
      .join(', ');
    return refuse(
      'no-such-runbook',
      say`There is no runbook “${typed(asked.runbook, 80)}”. For this service: ${known || 'none yet'}.`,
      { ref },
    );
  }
  const owner = d.catalog.services.find((s) => s.name === runbook.service);
  // Whoever only looks has not taken the incident on.
  if (!asked.preview) {
    d.emit({ type: 'run.asked', by: asked.by, runbook: runbook.id, name: runbook.name });
    renewLease(d, asked.by);
  }
  const data = {
    incident: id,
    runbook,
    inputs: asked.inputs ?? {},
    service: serviceFacts(owner),
    incidentFacts: { ...facts(d.incident, d.now), id: `INC-${id}` },
    requester: asked.by,
    ...(channel ? { channel: channel.id } : {}),
    ...(asked.preview ? { preview: true } : {}),
  };
  d.send(`run/${d.input.key}`, { type: 'run.start', to: { kind: 'run', id: 'new' }, actor: d.input.actor, data });
  return d.decision({
    code: 'run-asked',
    ref,
    text: say`${asked.preview ? 'Planning' : 'Starting'} ${runbook.name} for INC-${id}: its card appears in the incident's channel.`,
  });
}

/** Who must agree to a change depends on it. */
export function tellRun(d: Draft, run: number): void {
  const { generation, severity, severityRank: rank } = d.incident;
  const to = { kind: 'run', id: run };
  const name = `g${generation}/moved-run/${run}/${d.input.key}`;
  d.send(name, { type: 'run.incident-moved', to, actor: d.input.actor, data: { severity, rank, at: d.now } });
}

export function runBegan(
  d: Draft,
  { severity, ...told }: { run: number; runbook: string; name: string; severity?: string },
): Decided {
  if (d.incident.runs.some((r) => r.run === told.run)) return d.decision();
  d.emit({ type: 'run.began', ...told });
  // It was asked for just before somebody changed the severity.
  if (severity !== undefined && severity !== d.incident.severity) tellRun(d, told.run);
  // It was asked for just before somebody resolved.
  if (d.incident.status === 'resolved') endRun(d, told.run);
  return d.decision();
}

export function runSays(d: Draft, told: { run: number; text: Text }): Decided {
  d.emit({ type: 'run.said', ...told });
  return d.decision();
}

export function runMoved(d: Draft, told: { run: number; status: string; line?: string }): Decided {
  const before = d.incident.runs.find((r) => r.run === told.run)?.status ?? '';
  d.emit({ type: 'run.moved', ...told });
  // Somebody had a run that failed go on, after the incident was over.
  const again = ENDED.includes(before) && !ENDED.includes(told.status);
  if (again && d.incident.status === 'resolved') endRun(d, told.run);
  return d.decision();
}
