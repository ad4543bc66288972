/** A run begins: its inputs are checked, the incident is told, the first steps start. */
import { storable } from '../../../lib/json.ts';
import { advance } from '../advance.ts';
import type { Decided, Draft } from '../draft.ts';
import { run as runRef, type Started } from '../inputs.ts';
import type { Params, Runbook, RunbookInput } from '../model.ts';
import { cut } from '../output.ts';
import { end } from '../stop.ts';
import { personOf } from '../who.ts';

const LONGEST = 500;

/** From chat everything comes as text; undefined: it does not fit. */
function fitted(input: RunbookInput, given: unknown): string | number | boolean | undefined {
  const text = typeof given === 'string' ? given.trim() : given;
  switch (input.type) {
    case 'string':
      return typeof text === 'string' ? cut(storable(text), LONGEST) : undefined;
    case 'integer': {
      const n = typeof text === 'string' && /^[+-]?\d{1,15}$/.test(text) ? Number(text) : text;
      return typeof n === 'number' && Number.isSafeInteger(n) ? n : undefined;
    }
    case 'boolean':
      if (typeof text === 'boolean') return text;
      if (text === 'true' || text === 'yes') return true;
      return text === 'false' || text === 'no' ? false : undefined;
  }
}

const KIND = { string: 'text', integer: 'a whole number', boolean: 'true or false' } as const;

function readInputs(runbook: Runbook, given: Params): { inputs: Params; problems: readonly string[] } {
  const names = runbook.inputs.map((i) => i.name);
  const problems = Object.keys(given)
    .filter((name) => !names.includes(name))
    .map((name) => `there is no input ${cut(storable(name), 40)}; there is ${names.join(', ') || 'none'}`);
  const inputs: Record<string, string | number | boolean> = {};
  for (const input of runbook.inputs) {
    const raw = Object.hasOwn(given, input.name) ? given[input.name] : input.default;
    const value = raw === undefined ? undefined : fitted(input, raw);
    if (value !== undefined) inputs[input.name] = value;
    else if (raw === undefined) problems.push(`input ${input.name} is missing: give ${input.name}=…`);
    else problems.push(`input ${input.name} must be ${KIND[input.type]}`);
  }
  return { inputs, problems };
}

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
