/** A run begins: its inputs are checked, the incident is told, the first steps start. */

import type { Answer } from '../../../engine/decision.ts';
import { refuse } from '../../../engine/decision.ts';
import { given } from '../../../lib/given.ts';
import { code, say } from '../../../lib/text.ts';
import { serviceFacts } from '../../catalog/model.ts';
import { groupsFor, nameGroups, permitted } from '../../people/model.ts';
import { advance } from '../advance.ts';
import type { Decided, Draft } from '../draft.ts';
import { readInputs } from '../fit-input.ts';
import { homeOf, keeperOf } from '../home.ts';
import { type Alone, type Clicker, run as runRef, type Started } from '../inputs.ts';
import { previewOf } from '../preview.ts';
import { end } from '../stop.ts';
import { personOf, type Refused } from '../who.ts';

export function start(d: Draft, asked: Started, answer?: Answer): Decided {
  const { undoes, within, preview } = asked;
  const runbook = preview ? previewOf(asked.runbook, d.catalog.runbooks) : asked.runbook;
  // What undoes a step comes from its plan, not from people.
  const { inputs, problems } = undoes ? { inputs: asked.inputs, problems: [] } : readInputs(runbook, asked.inputs);
  d.emit({
    type: 'run.started',
    id: d.self.id,
    ...homeOf(asked),
    runbook,
    by: personOf(d.catalog, asked.requester),
    inputs,
    facts: { service: asked.service, incident: asked.incidentFacts },
    ...(undoes ? { undoes } : {}),
    ...(within ? { within } : {}),
    ...(preview ? { preview } : {}),
  });
  if (within) {
    const { run, step, attempt } = within;
    d.send('began-within', { type: 'step.began', to: runRef(run), data: { step, attempt, run: d.self.id } });
  }
  const { incident, task, due } = asked;
  // A task follows the run it began, not those that this one begins.
  const keeper = keeperOf(given({ incident, task: within || undoes ? undefined : task, preview }));
  if (keeper) {
    const { severity } = asked.incidentFacts;
    const data = { run: d.self.id, runbook: runbook.id, name: runbook.name, ...given({ severity, due }) };
    d.send('began', { type: 'run.began', to: keeper, data });
  }
  if (problems.length > 0) end(d, 'failed', problems.join('; '));
  else advance(d);
  return d.decision(answer);
}

/** Without an incident. */
export function startAlone(d: Draft, asked: Alone & Clicker): Decided | Refused {
  const { catalog } = d;
  if (!permitted(catalog, 'run', asked.groups)) {
    const groups = nameGroups(catalog, groupsFor(catalog, 'run'));
    return refuse('not-permitted', say`You may not start runbooks. Members of ${groups} may: ask one of them.`);
  }
  const runbook = catalog.runbooks.find((r) => r.id === asked.runbook);
  if (!runbook) return refuse('no-such-runbook', say`There is no runbook ${asked.runbook} any more.`);
  const { preview } = asked;
  if (preview && previewOf(runbook, catalog.runbooks).steps.length === 0)
    return refuse('changes-nothing', say`${runbook.name} changes nothing: it only looks, asks and tells.`);
  if (runbook.incident && !preview) {
    const how = code('/runbook run … in=INC-42');
    return refuse('wants-incident', say`${runbook.name} speaks of its incident: start it for one, with ${how}.`);
  }
  const { inputs, channel, person: requester } = asked;
  const service = serviceFacts(catalog.services.find((s) => s.name === runbook.service));
  const started = { runbook, inputs, service, incidentFacts: {}, requester, ...given({ channel, preview }) };
  const status = code(`/runbook status R-${d.self.id}`);
  const doing = preview ? say`Planning ${runbook.name}, and changing nothing,` : say`Starting ${runbook.name}`;
  const text = say`${doing} as R-${d.self.id}: its card appears here. Where I am not a member it cannot: ${status} shows it to you all the same.`;
  return start(d, started, { code: 'run-asked', ref: d.self, text });
}
