/**
 * A run of six steps whose worker is killed with SIGKILL at every boundary of every step, one after the other: with the work in
 * hand, when it is done outside and not on record, and when it is on record. What is settled never runs again, what is done once
 * is asked about, and the rest goes on by itself. On both backends.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { channelOf } from '../../src/app/story/look.ts';
import { openStage, type Stage } from '../../src/app/story/stage.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { backends, startRedis, type TestRedis } from '../support/redis.ts';
import { sitBefore } from './support/person-at-the-run.ts';
import { endAll, startRole, workerThatDiesAt } from './support/process.ts';
import { type Outside, writeSixSteps } from './support/six-steps.ts';

/** More than Slack's three seconds: a bot beside a worker that starts is slow to answer at times. */
const SLACK_WAITS = 60_000;
const [LOOK, SCALE, PROGRAM, TASK, REQUEST, RESTART] = ['1', '2', '3', '4', '5', '6'] as const;
const ONCE: readonly string[] = [PROGRAM, REQUEST];

/** Work of a run, in order, up to the task for a person and after it. */
const BEFORE_THE_TASK = [`${LOOK}/read`, `${SCALE}/plan`, `${SCALE}/execute`, `${PROGRAM}/plan`, `${PROGRAM}/execute`];
const AFTER_THE_TASK = [`${REQUEST}/plan`, `${REQUEST}/execute`, `${RESTART}/plan`, `${RESTART}/execute`];
/** Work that the worker begins with the very commit that settles the step before: no person stands between them. */
const TAKEN_ALONG = [`${SCALE}/plan`, `${PROGRAM}/plan`, `${RESTART}/plan`];

interface Row extends Record<string, unknown> {
  readonly work: string;
  readonly status: string;
  readonly attempts: number;
  readonly crashes: number;
}

describe.each(backends)('on $name', ({ name }) => {
  let dir: string;
  let db: TestDatabase;
  let redis: TestRedis | undefined;
  let stage: Stage;
  let outside: Outside;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'tocsin-six-'));
    await chmod(dir, 0o711);
    db = await createDatabase();
    redis = name === 'redis' ? await startRedis() : undefined;
    const more = redis ? { redisUrl: redis.url } : {};
    stage = await openStage({ dir, databaseUrl: db.url, ...more, without: 'bot', ackTimeoutMs: SLACK_WAITS });
    outside = await writeSixSteps(stage, dir);
  });

  afterEach(async () => {
    await endAll();
    await outside.close();
    await stage.close();
    await redis?.stop();
    await db.drop();
    await rm(dir, { recursive: true, force: true });
  });

  test.each([
    ['after-claim', 'with the work in hand'],
    ['after-effect', 'when it is done outside and not on record'],
    ['after-settle', 'when it is on record'],
  ] as const)('killed %s: %s', async (point, _when) => {
    const settled = point === 'after-settle';
    const environment = { ...stage.environment, TOCSIN_DEPLOYMENT: `six-${name}` };
    stage.pointAt((await startRole('bot', environment)).port);
    const opening = await startRole('worker', environment);
    await stage.slack.as('U0ADA').command('incidents', '/incident', 'declare p1 API down');
    await stage.settled();
    opening.kill();
    await opening.gone;

    const channel = channelOf(stage, 1);
    await stage.slack.as('U0ADA').command(channel, '/incident', 'run six-steps');
    const person = sitBefore(stage, channel, 1, point === 'after-effect');
    const dieAt = (work: string) =>
      Promise.race([workerThatDiesAt(`${point}:run/1/${work}/1`, environment), person.trouble]);
    for (const work of BEFORE_THE_TASK) await dieAt(work);

    const asks = await startRole('worker', environment);
    await person.until('the task to stand on the card', (r) => r.steps[TASK]?.status === 'asking');
    await stage.settled();
    asks.kill();
    await asks.gone;
    // Nobody is there to do anything, and the person's answer is kept.
    await person.answer(TASK);
    for (const work of AFTER_THE_TASK) await dieAt(work);

    await startRole('worker', environment);
    const run = await person.until('the end', (r) => r.status !== 'running' && r.status !== 'waiting');
    await person.left;
    await stage.settled();
    expect(run.status).toBe('done');
    expect(Object.values(run.steps).map((s) => s.status)).toEqual(Array(6).fill('done'));

    // Outside: only what may be repeated was, and only where its first answer was lost.
    const looks = point === 'after-effect' ? 2 : 1;
    expect(await outside.counts()).toEqual({ looks, programs: 1, requests: 1, changes: 2 });
    // People were asked about what is done once, unless its end stood on record; and about nothing else.
    expect(person.asked).toEqual(settled ? [] : ONCE);

    const rows = await stage.query<Row>(
      `select substr(key, 7) as work, status, attempts, crashes from effect
        where of_kind = 'run' and key similar to 'run/1/_/(read|plan|execute)/1' order by id`,
    );
    const expected = [...BEFORE_THE_TASK, ...AFTER_THE_TASK].map((work) => {
      const inDoubt = !settled && ONCE.some((step) => work === `${step}/execute`);
      // Killed after its end, a step is not begun again; what the same commit had taken in hand is.
      const crashes = settled && !TAKEN_ALONG.includes(work) ? 0 : 1;
      return { work: `${work}/1`, status: inDoubt ? 'unknown' : 'done', attempts: 1 + crashes, crashes };
    });
    expect(rows).toEqual(expected);

    const ends = await stage.query<{ step: string; n: number }>(
      `select data->>'step' as step, count(*)::int as n from timeline
        where kind = 'run' and type = 'step.done' group by 1 order by 1`,
    );
    expect(ends).toEqual([LOOK, SCALE, PROGRAM, TASK, REQUEST, RESTART].map((step) => ({ step, n: 1 })));
  });
});
