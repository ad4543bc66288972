/**
 * What recurs, with real processes on both backends: a file that is written while they run, a worker killed at the hour itself,
 * a list that somebody ticks off, one that nobody does, and a run that somebody starts for no incident at all.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRig } from '../../src/app/sandbox/rig.ts';
import type { Stage } from '../../src/app/story/stage.ts';
import type { Task } from '../../src/domain/cadence/model.ts';
import { createDatabase } from '../support/database.ts';
import { backends, startRedis } from '../support/redis.ts';
import { APPROVER, ASKER } from './support/asked-to-approve.ts';
import { read } from './support/screen.ts';

const HOUR = 3_600_000;
const OWNER = 'U0MONA';
const CHANNEL = 'incidents';
const CHECKS = `name: Daily checks
steps:
  - kubernetes.get: { kind: pods, namespace: architect-production }
    id: pods
  - manual.checklist: { items: [The dashboard is as it was, The backup is there] }
    id: seen
`;
/** At an hour that is half a day away, wherever this is run. */
const cadence = (now: number) => `zone: UTC
tasks:
  daily: { runbook: checks, every: day, at: "${new Date(now + 12 * HOUR).toISOString().slice(11, 16)}", within: 2h, owner: role:manager }
`;

type Rig = Awaited<ReturnType<typeof openRig>> & Pick<Stage, 'query' | 'environment'>;

describe.each(backends)('on $name', ({ name }) => {
  const dir = mkdtempSync(join(tmpdir(), 'tocsin-recurs-'));
  const closers: (() => Promise<unknown>)[] = [];
  let rig: Rig;
  beforeAll(async () => {
    const database = await createDatabase();
    closers.push(() => database.drop());
    const redis = name === 'redis' ? await startRedis() : undefined;
    if (redis) closers.push(() => redis.stop());
    const queue = redis ? { redisUrl: redis.url } : {};
    const closed = async () => {};
    rig = (await openRig({
      dir,
      databaseUrl: database.url,
      deployment: `recurs-${name}`,
      tell: () => {},
      closed,
      ...queue,
    })) as Rig;
    closers.push(() => rig.close());
    await rig.run(0);
    const folder = rig.environment.TOCSIN_WORKFLOWS ?? '';
    await writeFile(join(folder, 'architect/checks.yaml'), CHECKS);
    await writeFile(join(folder, 'architect/cadence.yaml'), cadence(rig.clock.now()));
  });
  afterAll(async () => {
    for (const close of closers.splice(0).reverse()) await close();
    rmSync(dir, { recursive: true, force: true });
  });

  const task = async () => (await rig.query<{ state: Task }>('select state from task'))[0]?.state;
  /** Folders are looked at every two seconds. */
  async function planned(): Promise<Task> {
    for (const until = Date.now() + 30_000; Date.now() < until; ) {
      const known = await task();
      if (known) return known;
    }
    throw new Error('the file is not taken up');
  }
  const goTo = async (at: number) => {
    await rig.advance(at - rig.clock.now());
    await rig.settled();
  };
  const seen = (...words: string[]) =>
    rig.slack
      .as(OWNER)
      .seen(CHANNEL)
      .filter((m) => words.every((w) => read(m).includes(w)));
  const runs = async () =>
    rig.query<{ id: number; status: string; incident: string | null }>(
      `select id::int, state->>'status' as status, state->>'incident' as incident from run order by id`,
    );
  const outcomes = async () => (await task())?.past.map((p) => p.is);

  test('with a worker killed at the hour itself it begins once, and its owner is told once', async () => {
    const { next = 0 } = await planned();
    expect(next).toBeGreaterThan(rig.clock.now());
    await goTo(next - 5_000);
    expect(await runs()).toEqual([]);
    const jump = rig.advance(10_000);
    rig.kill('worker 1');
    await jump;
    await rig.settled();
    expect(await runs()).toEqual([{ id: 1, status: 'waiting', incident: null }]);
    expect(seen('Daily checks', 'is due', `<${OWNER}>`).length).toBe(1);
    expect(seen('Daily checks · R-1').length).toBe(1);
    expect((await task())?.open).toEqual({ due: next, run: 1 });
    const told = await rig.slack.as(OWNER).command(CHANNEL, '/runbook', 'cadence architect');
    expect(told.ok).toBe(true);
    expect(seen('What recurs', 'R-1', 'waits').length).toBe(1);
  });

  test('ticked off in time it is done', async () => {
    const person = rig.slack.as(ASKER);
    for (const item of ['1. The dashboard is as it was', '2. The backup is there']) {
      const [card] = seen('Daily checks · R-1', `☐ ${item}`);
      await person.click(card!, 'Tick off…', item);
      await person.submit(await person.waitForModal(), { 'What came of it?': 'Done' });
      await rig.settled();
    }
    expect(await runs()).toEqual([{ id: 1, status: 'done', incident: null }]);
    expect(await outcomes()).toEqual(['done']);
  });

  test('not ended it is late, which is told once, and then missed', async () => {
    const { next = 0 } = (await task())!;
    await goTo(next + 3 * HOUR);
    expect(seen('Daily checks', 'is late', 'R-2', `<${OWNER}>`).length).toBe(1);
    expect((await task())?.open).toMatchObject({ late: true, run: 2 });
    await goTo(next + 24 * HOUR + 5_000);
    expect(await outcomes()).toEqual(['missed', 'done']);
    expect((await runs()).map((r) => r.status)).toEqual(['done', 'aborted', 'waiting']);
    expect(seen('R-2', 'was missed').length).toBeGreaterThan(0);
    expect(seen('is late').length).toBe(1);
  });

  test('a person starts one that belongs to no incident: its card and its lines come to where they are', async () => {
    const person = rig.slack.as(ASKER);
    await person.command(CHANNEL, '/runbook', 'run checks --alone');
    await rig.settled();
    expect(seen('Starting Daily checks as R-4')).toEqual([]);
    const [card] = seen('Daily checks · R-4', 'no incident');
    expect(card).toBeDefined();
    const lines = seen('R-4 waits for a person');
    expect(lines.map((m) => m.threadTs)).toEqual([card!.ts]);
    await rig.slack.as(APPROVER).click(card!, 'Abort…');
    await rig.settled();
    expect((await runs()).at(-1)).toEqual({ id: 4, status: 'aborted', incident: null });
    expect(seen('Daily checks was aborted')).toEqual([]);
    expect(await outcomes()).toEqual(['missed', 'done']);
  });
});
