/** One test from its beginning to its end: an incident, a run of the runbook, people who click, time that jumps. */
import type { Catalog } from '../../domain/catalog/model.ts';
import { incidentAggregate } from '../../domain/incident/decide.ts';
import { groupsFor } from '../../domain/people/model.ts';
import { runAggregate } from '../../domain/runbook/decide.ts';
import { isEnded } from '../../domain/runbook/evolve.ts';
import type { Run, Runbook } from '../../domain/runbook/model.ts';
import type { Input, Ref } from '../../engine/decision.ts';
import type { AnyAggregate, Told } from '../../engine/group.ts';
import { plain } from '../../lib/text.ts';
import { WorldClock } from '../../sandbox/http/world-clock.ts';
import { createHandlers } from '../handlers.ts';
import { clicked, groupsOf, type Members, type PersonAct } from './acts.ts';
import { spaced } from './given/answer.ts';
import { givenPorts } from './given/ports.ts';
import { PaperEngine } from './paper-engine.ts';
import type { Given, RunbookTest } from './test-file.ts';

export interface Played {
  /** The run the test began, then those that it began. */
  readonly runs: readonly Run[];
  readonly calls: readonly string[];
  readonly said: readonly string[];
  /** What stood in the way of the script itself: an act nobody could make, an answer nobody asked for. */
  readonly faults: readonly string[];
  /** Milliseconds of virtual time. */
  readonly took: number;
}

const aggregates = [incidentAggregate, runAggregate] as unknown as readonly AnyAggregate<Catalog>[];
/** What has not ended a day after the last thing people do waits for people. */
const LONGEST = 86_400_000;
const MOST_WORK = 20_000;

export async function play(
  test: RunbookTest,
  given: Given,
  runbook: Runbook,
  catalog: Catalog,
  members: Members,
): Promise<Played> {
  const clock = new WorldClock();
  clock.stand();
  clock.advance(Date.parse(test.at) - clock.now());
  const begins = clock.now();
  const outside = await givenPorts(given, clock, catalog);
  const { ports, calls, said } = outside;
  const runsOn = async () => runs();
  const handlers = createHandlers({ ports, catalog: () => catalog, runsOn, inNameOf: () => ({}) });
  const engine = new PaperEngine({ aggregates, catalog, handlers, now: () => clock.now() });
  const faults: string[] = [];
  const runs = () => engine.all<Run>('run');
  let clicks = 0;
  const tell = (person: string, to: Ref | { kind: string; id: 'new' }, type: string, data: object): Told => {
    clicks += 1;
    const input = { type, to, key: `test/${clicks}`, actor: `slack:${person}`, source: 'slack', data } as Input;
    return engine.feed(input);
  };
  const moveTo = (time: number) => clock.advance(Math.max(0, time - clock.now()));

  function begin(): void {
    const may = catalog.people.find((p) =>
      groupsFor(catalog, 'run').some((g) => groupsOf(catalog, members, p.id).includes(g)),
    );
    const by = catalog.people.find((p) => p.id === test.by) ?? may;
    if (!by) throw new Error('nobody in people.yaml may start runbooks; name somebody: by');
    const groups = groupsOf(catalog, members, by.id);
    const severity = test.severity ?? runbook.for.severity[0] ?? catalog.severities.at(-1)?.name ?? '';
    const who = { by: by.slack, groups };
    const declared = tell(by.slack, { kind: 'incident', id: 'new' }, 'incident.declare', {
      ...{ severity, title: test.name, service: runbook.service },
      ...who,
    });
    if (!declared.ref) throw new Error(declared.answer ? plain(declared.answer.text) : 'no incident was declared');
    const inputs = Object.fromEntries(Object.entries(test.inputs).map(([k, v]) => [k, String(v)]));
    const asked = tell(by.slack, declared.ref, 'incident.run', { runbook: runbook.id, inputs, ...who });
    if (asked.answer?.code !== 'run-asked')
      throw new Error(asked.answer ? plain(asked.answer.text) : 'it did not start');
  }

  function act(what: PersonAct): void {
    const person = catalog.people.find((p) => p.id === what.person);
    if (!person) throw new Error(`people.yaml has no ${what.person}`);
    const groups = groupsOf(catalog, members, person.id);
    for (const { run, type, data } of clicked(what, runs())) {
      const { answer } = tell(person.slack, { kind: 'run', id: run }, type, { ...data, person: person.id, groups });
      const refusal = answer?.code.startsWith('refused.') ? plain(answer.text) : undefined;
      if (refusal !== undefined && what.refused === undefined) throw new Error(`it was refused: ${refusal}`);
      if (what.refused !== undefined && !refusal?.toLowerCase().includes(what.refused.toLowerCase())) {
        throw new Error(refusal === undefined ? 'it was not refused' : `it was refused otherwise: ${refusal}`);
      }
    }
  }

  const script = test.people.map((what, n) => ({ what, n })).sort((a, b) => a.what.at - b.what.at || a.n - b.n);
  const last = begins + (script.at(-1)?.what.at ?? 0);
  const over = () => script.length === 0 && runs().length > 0 && runs().every(isEnded);
  try {
    begin();
    for (let n = 0; ; n++) {
      if (n > MOST_WORK) throw new Error(`it did not come to an end in ${MOST_WORK} pieces of work`);
      const due = engine.due ?? Number.POSITIVE_INFINITY;
      const next = script[0];
      const time = Math.min(due, next ? begins + next.what.at : Number.POSITIVE_INFINITY);
      // What is due now is still shown to people; what comes later is no longer about this run.
      if (time > last + LONGEST || (over() && time > clock.now())) break;
      moveTo(time);
      if (due <= clock.now()) await engine.work();
      else if (next) {
        script.shift();
        try {
          if ('cluster' in next.what) for (const o of next.what.cluster) outside.put(o);
          else act(next.what);
        } catch (e) {
          faults.push(`people ${next.n + 1}: ${(e as Error).message}`);
        }
      }
    }
  } finally {
    await outside.close();
  }
  for (const { what, unanswered, unused } of outside.answers) {
    faults.push(...unanswered);
    // What the file gives is for all its tests.
    const own = Object.keys(test.given[what as keyof Given]).map(spaced);
    faults.push(...unused.filter((k) => own.includes(k)).map((k) => `given.${what}: nobody asked for “${k}”`));
  }
  return { runs: runs(), calls, said, faults, took: clock.now() - begins };
}
