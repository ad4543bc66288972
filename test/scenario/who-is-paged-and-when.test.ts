/** The matrix when it is not the worst case: who is paged at once, who only later, and what an acknowledgement stops. */
import type { Stage } from '../../src/app/story/stage.ts';
import { APPROVER, ASKER, declared, MINUTE, openTestStage, SECOND } from './support/asked-to-approve.ts';
import { countOf } from './support/at-the-keyboard.ts';
import { controls, nowOf, posted, read, toldIn } from './support/screen.ts';

/** A busy machine may be late, never early. */
const LATE = 10_000;

let stage: Stage;
beforeAll(async () => {
  stage = await openTestStage();
});
afterAll(async () => stage?.close());

interface Watched {
  readonly incident: number;
  readonly channel: string;
  /** Moves to this time after the declaration. */
  at(ms: number): Promise<void>;
  /** Who was paged how long after the declaration. */
  paged(): Record<string, number>;
}

async function watch(text: string): Promise<Watched> {
  const { incident, channel } = await declared(stage, `${text} --separate`);
  const [row] = await stage.query<{ at: number }>(
    `select ms(at) as at from timeline where kind = 'incident' and id = $1 and seq = 1`,
    [incident],
  );
  const since = Number(row?.at);
  return {
    incident,
    channel,
    at: (ms) => stage.advance(Math.max(0, since + ms - stage.clock.now())),
    paged: () =>
      Object.fromEntries(
        stage.pagerduty
          .alerts()
          .filter((a) => a.dedupKey.includes(`INC-${incident}:`))
          .map((a) => [a.dedupKey.split(':g1:')[1] ?? a.dedupKey, a.createdAt - since]),
      ),
  };
}

function expectPaged(w: Watched, due: Record<string, number>): void {
  const paged = w.paged();
  expect(Object.keys(paged).sort()).toEqual(Object.keys(due).sort());
  for (const [target, at] of Object.entries(due)) {
    expect(paged[target]).toBeGreaterThanOrEqual(at);
    expect(paged[target]).toBeLessThan(at + LATE);
  }
}

it('p3: level 1 at once, level 2 after five minutes of silence, level 3 at fifteen, no outage ever', async () => {
  const w = await watch('p3 Reports are slow');
  const first = { 'oncall:architect': 0 };
  expectPaged(w, first);
  await w.at(4.5 * MINUTE);
  expectPaged(w, first);
  await w.at(5 * MINUTE);
  const second = { ...first, 'role:manager': 5 * MINUTE, 'role:lead-engineer': 5 * MINUTE };
  expectPaged(w, second);
  await w.at(14.5 * MINUTE);
  expectPaged(w, second);
  await w.at(15 * MINUTE);
  const third = { ...second, 'role:director': 15 * MINUTE, 'role:vp-engineering': 15 * MINUTE };
  expectPaged(w, third);
  await w.at(40 * MINUTE);
  expectPaged(w, third);
  expect(posted(stage, w.channel, 'OUTAGE DECLARED')).toEqual([]);
  expect(posted(stage, 'status-updates', `INC-${w.incident}`)).toEqual([]);
});

it('p1: levels 1 and 2 at once', async () => {
  const w = await watch('p1 API down');
  expectPaged(w, { 'oncall:architect': 0, 'role:manager': 0, 'role:lead-engineer': 0 });
});

it('the Ack button holds back level 2 as long as it holds, and not level 3', async () => {
  const w = await watch('p3 Exports are slow');
  const [card] = posted(stage, 'incidents', `INC-${w.incident} `).filter((m) => m.threadTs === undefined);
  if (!card) throw new Error('there is no card');
  await w.at(MINUTE);
  await stage.slack.as(APPROVER).click(nowOf(stage, card), 'Ack (20m)');
  await stage.settled();
  expect(toldIn(stage, 'incidents', APPROVER)).toMatch(new RegExp(`You are on INC-${w.incident} until`));
  expect(read(nowOf(stage, card))).toMatch(/Owner <U0GRACE>/);
  expect(controls(nowOf(stage, card))).toContain('Take over (20m)');
  const alert = () => stage.pagerduty.alerts().find((a) => a.dedupKey.includes(`INC-${w.incident}:g1:oncall`));
  expect(alert()?.status).toBe('acknowledged');

  // The old screen still says Ack.
  await stage.slack.as(SECOND).click(card, 'Ack (20m)');
  await stage.settled();
  expect(toldIn(stage, 'incidents', SECOND)).toMatch(/<U0GRACE> is already on INC-/);

  await w.at(14.5 * MINUTE);
  expect(Object.keys(w.paged())).toEqual(['oncall:architect']);
  await w.at(15 * MINUTE);
  const paged = w.paged();
  expect(paged['role:director']).toBeGreaterThanOrEqual(15 * MINUTE);
  expect(paged['role:vp-engineering']).toBeGreaterThanOrEqual(15 * MINUTE);
});

it('an acknowledgement that lapsed does not hold back level 2 any more', async () => {
  const w = await watch('p3 Imports are slow');
  await stage.slack.as(ASKER).command(w.channel, '/incident', 'ack for 4m');
  await w.at(4.5 * MINUTE);
  expect(Object.keys(w.paged())).toEqual(['oncall:architect']);
  await w.at(13 * MINUTE);
  const paged = w.paged();
  expect(paged['role:manager']).toBeGreaterThanOrEqual(5 * MINUTE);
  expect(paged['role:lead-engineer']).toBeGreaterThanOrEqual(5 * MINUTE);
});

it('a resolved incident pages nobody any more, and its alerts are closed', async () => {
  const w = await watch('p3 Login is slow');
  await stage.slack.as(ASKER).command(w.channel, '/incident', 'resolve it was the cache');
  await w.at(45 * MINUTE);
  expect(Object.keys(w.paged())).toEqual(['oncall:architect']);
  const own = stage.pagerduty.alerts().filter((a) => a.dedupKey.includes(`INC-${w.incident}:`));
  expect(own.map((a) => a.status)).toEqual(['resolved']);
  expect(await countOf(stage, 'run')).toBe(0);
});
