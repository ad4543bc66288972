/** A step that our own loop carries: a note, a wait, something said to the incident, another run. */
import { given } from '../../lib/given.ts';
import { serviceFacts } from '../catalog/model.ts';
import { groupsFor } from '../people/model.ts';
import type { Draft } from './draft.ts';
import { homeOf } from './home.ts';
import { incident as incidentRef, type Started } from './inputs.ts';
import type { ActionStep, Params } from './model.ts';
import { boundedLines } from './output.ts';
import { askers, requesterOf } from './requester.ts';
import type { TellKind, Told } from './step-kind.ts';
import { keys } from './stop.ts';

const DEEPEST = 3;

export function tell(d: Draft, step: ActionStep, kind: TellKind, params: Params): void {
  const told = kind.tell(params);
  const { path } = step;
  const { attempt } = d.step(path);
  if ('output' in told) {
    d.emit({ type: 'step.done', step: path, output: told.output, lines: boundedLines(kind.lines(told.output)) });
  } else if ('wait' in told) {
    const until = d.now + told.wait;
    d.emit({ type: 'step.waits', step: path, until });
    d.timer(keys.look(path, attempt), until, 'step.look', { step: path, attempt });
  } else if ('incident' in told) tellIncident(d, path, attempt, told.incident);
  else beginRun(d, path, attempt, told);
}

/** Who may run the runbook may have it said: the words stand in a file that was reviewed. */
function tellIncident(d: Draft, step: string, attempt: number, told: Extract<Told, { incident: object }>['incident']) {
  const { catalog, run } = d;
  if (run.incident === undefined) {
    d.emit({ type: 'step.failed', step, failure: 'this run belongs to no incident' });
    return;
  }
  const groups = told.verb === 'anyone' ? [] : groupsFor(catalog, told.verb);
  const asked = requesterOf(run, step);
  const by = catalog.people.find((p) => p.id === asked)?.slack ?? asked;
  const reply = { run: run.id, step, attempt };
  d.send(`${step}/tell/${attempt}`, {
    type: told.type,
    to: incidentRef(run.incident),
    data: { ...told.data, by, groups, reply },
  });
}

function beginRun(d: Draft, step: string, attempt: number, told: Extract<Told, { runbook: string }>): void {
  const { catalog, run } = d;
  const runbook = catalog.runbooks.find((r) => r.id === told.runbook);
  const depth = (run.within?.depth ?? 0) + 1;
  const alone = runbook?.incident && run.incident === undefined && !run.preview;
  if (!runbook || alone || depth > DEEPEST) {
    const deep = `runbooks that begin runbooks stand ${DEEPEST} deep at most`;
    const lonely = `${told.runbook} speaks of its incident, and this run belongs to none`;
    const failure = !runbook ? `there is no runbook ${told.runbook}` : alone ? lonely : deep;
    d.emit({ type: 'step.failed', step, failure });
    return;
  }
  const data: Started = {
    ...homeOf(run),
    runbook,
    inputs: told.inputs,
    service: serviceFacts(catalog.services.find((s) => s.name === runbook.service)),
    incidentFacts: run.facts.incident,
    requester: requesterOf(run, step),
    within: { run: run.id, step, attempt, depth, askers: askers(run, step) },
    ...given({ preview: run.preview }),
  };
  d.send(`${step}/run/${attempt}`, { type: 'run.start', to: { kind: 'run', id: 'new' }, data });
}
