/** Two runs, one target, the real record: the database lets one hold it, the other waits and says for whom. */
import { createPool } from '../../src/db/pool.ts';
import { runAggregate } from '../../src/domain/runbook/decide.ts';
import type { RunEvent } from '../../src/domain/runbook/events.ts';
import type { RunInput } from '../../src/domain/runbook/inputs.ts';
import type { Run } from '../../src/domain/runbook/model.ts';
import { crashPoints } from '../../src/engine/crash-point.ts';
import type { Input } from '../../src/engine/decision.ts';
import { createDoorbell } from '../../src/engine/doorbell.ts';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import type { AnyAggregate } from '../../src/engine/group.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { catalog, runbookOf } from '../unit/run-play.ts';

let db: TestDatabase;
let engine: Engine;
let close: () => Promise<void>;
beforeEach(async () => {
  db = await createDatabase();
  const pool = createPool({ url: db.url, max: 4, name: 'test', onError: () => {} });
  const doorbell = createDoorbell({ databaseUrl: db.url, deployment: 'runlock', onTrouble: () => {} });
  const aggregates = [runAggregate as unknown as AnyAggregate<typeof catalog>];
  const crash = crashPoints(undefined);
  engine = createEngine({ pool, databaseUrl: db.url, aggregates, catalog: () => catalog, doorbell, crash });
  close = async () => {
    await doorbell.close();
    await pool.end();
    await db.drop();
  };
});
afterEach(() => close());

const book = runbookOf('  - kubernetes.scale: { namespace: prod, deployment: api, replicas: 15 }\n');
let n = 0;
const send = (type: RunInput['type'], id: number | 'new', data: object) =>
  engine.handle({
    type,
    to: { kind: 'run', id },
    key: `t${++n}`,
    actor: 'slack:U0ADA',
    source: 'slack',
    data,
  } as Input);
const start = async () => {
  const data = { incident: 1, runbook: book, inputs: {}, service: {}, incidentFacts: {}, requester: 'U0ADA' };
  return (await send('run.start', 'new', data)).ref?.id ?? 0;
};
const state = async (id: number) => (await engine.state<Run>({ kind: 'run', id }))?.state;

it('waits, is told by whom, and gets it when the holder ends', async () => {
  const ids = await Promise.all([start(), start()]);
  const states = await Promise.all(ids.map(state));
  const first = states.find((s) => s?.lock !== undefined);
  const second = states.find((s) => s?.lock === undefined);
  if (!first || !second) throw new Error('exactly one must hold the target');
  expect(first.steps['1']?.status).toBe('planning');
  expect(second).toMatchObject({ status: 'waiting', steps: { 1: { status: 'waiting', lockedBy: first.id } } });

  await send('step.look', second.id, { step: '1', attempt: 0 });
  expect((await state(second.id))?.steps['1']?.lockedBy).toBe(first.id);
  const timers = await db.query('select key from effect where of_id = $1 and key like $2', [second.id, '%/lock/%']);
  expect(timers.length).toBeGreaterThanOrEqual(2);

  await send('run.abort', first.id, { reason: 'over', person: 'grace', groups: ['sre'] });
  await send('step.look', second.id, { step: '1', attempt: 0 });
  expect(await state(second.id)).toMatchObject({ lock: 'deployment/prod/api', steps: { 1: { status: 'planning' } } });
});

it('stores what the fold of its timeline gives', async () => {
  const id = await start();
  await send('step.planned', id, { step: '1', attempt: 1, plan: '{"summary":"x"}', digest: 'a'.repeat(64) });
  await send('approval.approve', id, { approval: `${id}.${'a'.repeat(16)}`, person: 'ada', groups: ['sre'] });
  await send('approval.approve', id, { approval: `${id}.${'a'.repeat(16)}`, person: 'grace', groups: ['sre'] });
  const rows = await db.query<{ type: string; data: object; at: number; seq: number }>(
    `select type, data, ms(at) as at, seq from timeline where kind = 'run' and id = $1 order by seq`,
    [id],
  );
  expect(rows.map((r) => r.type)).toEqual([
    'run.started',
    'lock.taken',
    'step.planning',
    'approval.requested',
    'click.refused',
    'approval.given',
    'approval.approved',
    'step.executing',
  ]);
  let folded: Run | undefined;
  for (const { type, data, at, seq } of rows) {
    const meta = { seq, at: Number(at), actor: '', source: 'slack', request: '' } as const;
    folded = runAggregate.evolve(folded, { type, ...data } as RunEvent, meta);
  }
  expect(JSON.parse(JSON.stringify(folded))).toEqual(await state(id));
});
