/** A run begins: its inputs are checked, the incident is told, the first steps start. */
import { advance } from '../advance.ts';
import type { Decided, Draft } from '../draft.ts';
import { readInputs } from '../fit-input.ts';
import { run as runRef, type Started } from '../inputs.ts';
import { end } from '../stop.ts';
import { personOf } from '../who.ts';

export function start(d: Draft, asked: Started): Decided {
  const { incident, runbook, channel, undoes, within } = asked;
  // What undoes a step comes from its plan, not from people.
  const { inputs, problems } = undoes ? { inputs: asked.inputs, problems: [] } : readInputs(runbook, asked.inputs);
  d.emit({
    type: 'run.started',
    id: d.self.id,
    incident,
    runbook,
    by: personOf(d.catalog, asked.requester),
    inputs,
    facts: { service: asked.service, incident: asked.incidentFacts },
    ...(channel === undefined ? {} : { channel }),
    ...(undoes ? { undoes } : {}),
    ...(within ? { within } : {}),
  });
  if (within) {
    const { run, step, attempt } = within;
    d.send('began-within', { type: 'step.began', to: runRef(run), data: { step, attempt, run: d.self.id } });
  }
  d.send('began', {
    type: 'run.began',
    to: { kind: 'incident', id: incident },
    data: { run: d.self.id, runbook: runbook.id, name: runbook.name, severity: asked.incidentFacts.severity },
  });
  if (problems.length > 0) end(d, 'failed', problems.join('; '));
  else advance(d);
  return d.decision();
}
