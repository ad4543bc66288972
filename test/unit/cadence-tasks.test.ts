/** What recurs, by the engine's own order on paper: begun once, told, late, missed; people, clock and chat are the test's. */
import { tellings } from '../../src/app/cadence.ts';
import { createHandlers } from '../../src/app/handlers.ts';
import { givenPorts } from '../../src/app/runbook-test/given/ports.ts';
import { PaperEngine } from '../../src/app/runbook-test/paper-engine.ts';
import { given } from '../../src/app/runbook-test/test-file.ts';
import { taskAggregate } from '../../src/domain/cadence/decide.ts';
import type { Task } from '../../src/domain/cadence/model.ts';
import type { Catalog } from '../../src/domain/catalog/model.ts';
import { compile } from '../../src/domain/compile.ts';
import { incidentAggregate } from '../../src/domain/incident/decide.ts';
import { runAggregate } from '../../src/domain/runbook/decide.ts';
import type { Run } from '../../src/domain/runbook/model.ts';
import { stepKinds } from '../../src/domain/runbook/steps/index.ts';
import type { AnyAggregate } from '../../src/engine/group.ts';
import { WorldClock } from '../../src/sandbox/http/world-clock.ts';
import { ofOneService, sha256 } from './catalog-fixture.ts';

const CHECKS = `name: Daily checks
owner: platform
steps:
  - manual.task: { instruction: Look at the dashboard }
    id: look
`;
const CADENCE = `zone: UTC
channel: ops
tasks:
  daily: { runbook: checks, every: day, at: "09:00", within: 4h, owner: role:manager }
`;
const aggregates = [incidentAggregate, runAggregate, taskAggregate] as unknown as readonly AnyAggregate<Catalog>[];

function catalogOf(cadence: string, runbook = CHECKS, more: Readonly<Record<string, string>> = {}): Catalog {
  const files = ofOneService().set('architect/checks.yaml', runbook).set('architect/cadence.yaml', cadence);
  for (const [file, text] of Object.entries(more)) files.set(file, text);
  const { catalog, problems } = compile(files, stepKinds, sha256);
  if (!catalog) throw new Error(problems.map((p) => `${p.file}:${p.line} ${p.message}`).join('\n'));
  return catalog;
}

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function world(from: string, cadence = CADENCE, runbook = CHECKS, more: Readonly<Record<string, string>> = {}) {
  const clock = new WorldClock();
  clock.stand(Date.parse(from));
  let catalog = catalogOf(cadence, runbook, more);
  const outside = await givenPorts(given.parse({}), clock, catalog);
  open.push(outside.close);
  const handlers = createHandlers({
    ports: outside.ports,
    catalog: () => catalog,
    runsOn: async () => [],
    inNameOf: () => ({}),
  });
  const engine = new PaperEngine({ aggregates, catalog, handlers, now: () => clock.now() });
  const tasks = () => engine.all<Task>('task');
  const tell = () => {
    for (const input of tellings(catalog.cadence, tasks())) engine.feed(input);
  };
  tell();
  let asked = 0;
  const w = {
    engine,
    said: outside.said,
    tell,
    /** As when the files change while it runs. */
    change(next: string) {
      catalog = catalogOf(next, runbook, more);
      tell();
    },
    task: (name = 'architect/daily') => tasks().find((t) => t.rule.name === name)!,
    runs: () => engine.all<Run>('run'),
    /** Does everything due on the way to this moment, each at its time. */
    async until(iso: string) {
      const end = Date.parse(iso);
      for (let due = engine.due; due !== undefined && due <= end; due = engine.due) {
        clock.advance(Math.max(0, due - clock.now()));
        await engine.work();
      }
      clock.advance(end - clock.now());
    },
    /** Nobody works meanwhile. */
    stands(iso: string) {
      clock.advance(Date.parse(iso) - clock.now());
    },
    answer(run: number, answer: string) {
      asked += 1;
      const told = engine.feed({
        type: 'step.answered',
        to: { kind: 'run', id: run },
        key: `answer/${asked}`,
        actor: 'slack:U0MONA',
        source: 'slack',
        data: { step: '1', answer, text: 'as it is', person: 'mona', groups: ['sre', 'leads', 'responders'] },
      });
      expect(told.answer?.code).not.toMatch(/^refused/);
    },
  };
  return w;
}
const past = (t: Task) => t.past.map((p) => `${new Date(p.due).toISOString().slice(5, 16)} ${p.is}`);

test('at its hour it begins once, its owner is told, and ended in time it is done', async () => {
  const w = await world('2026-11-27T07:00:00Z');
  await w.until('2026-11-27T08:59:59Z');
  expect(w.runs()).toEqual([]);
  await w.until('2026-11-27T09:00:10Z');
  expect(w.runs().map((r) => [r.id, r.task, r.incident, r.startedBy, r.status])).toEqual([
    [1, 1, undefined, 'cadence', 'waiting'],
  ]);
  const notice = w.said.find((s) => s.includes('is due'));
  expect(notice).toContain('Daily checks');
  expect(notice).toMatch(/<@U/);
  expect(w.task().open).toEqual({ due: Date.parse('2026-11-27T09:00:00Z'), run: 1 });
  expect(w.task().next).toBe(Date.parse('2026-11-28T09:00:00Z'));
  w.answer(1, 'done');
  await w.until('2026-11-27T14:00:00Z');
  expect(past(w.task())).toEqual(['11-27T09:00 done']);
  expect(w.task().open).toBeUndefined();
  expect(w.said.some((s) => s.includes('is late'))).toBe(false);
});

test('late is told once, and stays late when it is done', async () => {
  const w = await world('2026-11-27T07:00:00Z');
  await w.until('2026-11-27T12:59:59Z');
  expect(w.task().open?.late).toBeUndefined();
  await w.until('2026-11-27T20:00:00Z');
  expect(w.task().open?.late).toBe(true);
  expect(w.said.filter((s) => s.includes('is late')).length).toBe(1);
  w.answer(1, 'done');
  await w.until('2026-11-27T20:01:00Z');
  expect(past(w.task())).toEqual(['11-27T09:00 late']);
});

test('what nobody ended before the next one was due is missed, and its run is over', async () => {
  const w = await world('2026-11-27T07:00:00Z');
  await w.until('2026-11-28T09:00:10Z');
  expect(past(w.task())).toEqual(['11-27T09:00 missed']);
  expect(w.runs().map((r) => r.status)).toEqual(['aborted', 'waiting']);
  expect(w.runs()[0]?.failure).toContain('was missed');
  expect(w.task().open?.run).toBe(2);
});

test('a step that fails ends it failed, and a person who goes on with it has the last word', async () => {
  const w = await world('2026-11-27T07:00:00Z');
  await w.until('2026-11-27T09:00:10Z');
  w.answer(1, 'cannot');
  await w.until('2026-11-27T09:01:00Z');
  expect(past(w.task())).toEqual(['11-27T09:00 failed']);
  w.engine.feed({
    type: 'step.retry',
    to: { kind: 'run', id: 1 },
    key: 'again',
    actor: 'slack:U0MONA',
    source: 'slack',
    data: { step: '1', reason: 'the dashboard is back', person: 'mona', groups: ['sre', 'leads', 'responders'] },
  });
  w.answer(1, 'done');
  await w.until('2026-11-27T10:00:00Z');
  expect(past(w.task())).toEqual(['11-27T09:00 done']);
});

test('after days in which nothing ran only the newest begins; the others were missed, and that is said', async () => {
  const w = await world('2026-11-27T07:00:00Z');
  w.stands('2026-11-30T15:00:00Z');
  await w.until('2026-11-30T15:00:10Z');
  expect(w.runs().length).toBe(1);
  expect(past(w.task())).toEqual(['11-29T09:00 missed', '11-28T09:00 missed', '11-27T09:00 missed']);
  expect(w.task().past[0]?.why).toContain('not running');
  // Its four hours were over before it could begin.
  expect(w.task().open).toEqual({ due: Date.parse('2026-11-30T09:00:00Z'), run: 1, late: true });
  expect(w.task().next).toBe(Date.parse('2026-12-01T09:00:00Z'));
});

test('telling the record twice plans nothing twice; another hour counts from now; taken out, nothing begins', async () => {
  const w = await world('2026-11-27T07:00:00Z');
  w.tell();
  expect(w.task().revision).toBe(1);
  w.change(CADENCE.replace('09:00', '10:30'));
  expect(w.task().revision).toBe(2);
  await w.until('2026-11-27T10:29:00Z');
  expect(w.runs()).toEqual([]);
  // And back: the first plan's timer must not come to life again.
  w.change(CADENCE);
  w.change(CADENCE.replace('09:00', '10:30'));
  await w.until('2026-11-27T10:31:00Z');
  expect(w.runs().length).toBe(1);
  w.change('zone: UTC\n');
  expect(w.task().next).toBeUndefined();
  w.answer(1, 'done');
  await w.until('2026-11-30T00:00:00Z');
  expect(w.runs().length).toBe(1);
  expect(past(w.task())).toEqual(['11-27T10:30 done']);
  w.change(CADENCE);
  await w.until('2026-11-30T09:00:10Z');
  expect(w.runs().length).toBe(2);
});

test('whoever has not read a runbook for too long is asked to, by name, until the day is in the file', async () => {
  const reviews = 'zone: UTC\nreviews: { every: week, on: mon, at: "09:00", owner: role:manager }\n';
  const head = (day: string) => CHECKS.replace('owner: platform', `owner: platform\nreview: 30d\nreviewed: ${day}`);
  const old = await world('2026-11-27T07:00:00Z', reviews, head('2026-10-01'));
  await old.until('2026-11-30T09:01:00Z');
  const asked = old.said.find((s) => s.includes('To be reviewed'));
  expect(asked).toContain('architect/checks');
  expect(asked).toMatch(/owner platform[\s\S]*<@U|<@U[\s\S]*owner platform/);
  await old.until('2026-12-07T09:01:00Z');
  expect(old.said.filter((s) => s.includes('architect/checks')).length).toBe(2);
  expect(old.runs()).toEqual([]);
  const read = await world('2026-11-27T07:00:00Z', reviews, head('2026-11-20'));
  await read.until('2026-12-14T09:01:00Z');
  expect(read.said.filter((s) => s.includes('architect/checks'))).toEqual([]);
  expect(read.task('architect/reviews').next).toBe(Date.parse('2026-12-21T09:00:00Z'));
});

test('a run that begins when the next time is due already is not taken for that one, and is stopped', async () => {
  const w = await world('2026-11-27T07:00:00Z');
  await w.until('2026-11-27T09:00:10Z');
  const began = (run: number, due: string) =>
    w.engine.feed({
      ...{ type: 'run.began', to: { kind: 'task', id: 1 }, key: `began/${run}`, actor: 'cadence', source: 'worker' },
      data: { run, due: Date.parse(due) },
    });
  began(7, '2026-11-26T09:00:00Z');
  expect(w.task().open?.run).toBe(1);
  const runs = w.runs().length;
  await w.until('2026-11-27T09:01:00Z');
  expect(w.runs().length).toBe(runs);
  // The one it follows is told again, and nothing happens.
  began(1, '2026-11-27T09:00:00Z');
  await w.until('2026-11-27T09:02:00Z');
  expect(w.runs()[0]?.status).toBe('waiting');
});

test('what its run begins is not followed', async () => {
  const inner = CHECKS.replace('Daily checks', 'Inner');
  const outer = 'name: Outer\nsteps:\n  - runbook.run: architect/inner\n  - manual.task: { instruction: Look }\n';
  const w = await world('2026-11-27T07:00:00Z', CADENCE, outer, { 'architect/inner.yaml': inner });
  await w.until('2026-11-27T09:00:10Z');
  expect(w.runs().map((r) => [r.runbook.name, r.task, r.status])).toEqual([
    ['Outer', 1, 'running'],
    ['Inner', 1, 'waiting'],
  ]);
  expect(w.task().open?.run).toBe(1);
  w.answer(2, 'done');
  await w.until('2026-11-27T09:05:00Z');
  expect(w.runs().map((r) => r.status)).toEqual(['waiting', 'done']);
  expect(w.task().open?.run).toBe(1);
});

test('two that would plan the same task plan one', async () => {
  const w = await world('2026-11-27T07:00:00Z');
  const [input] = tellings(catalogOf(CADENCE).cadence, []);
  const told = w.engine.feed({ ...input!, key: 'from another worker' });
  expect(told.answer?.code).toBe('refused.planned-already');
  await w.until('2026-11-27T09:00:10Z');
  expect(w.runs().length).toBe(1);
});
