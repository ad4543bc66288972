/** Time of a rehearsal: the world's clock and the record's stand at one instant, and the record is never behind. */
import { startWorldTime, type WorldTime } from '../../src/app/sandbox/world-time.ts';
import { WorldClock } from '../../src/sandbox/http/world-clock.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';

/** The record keeps fractions of a millisecond, the world does not. */
const FRACTION = 1;

let database: TestDatabase;
let time: WorldTime;
const clock = new WorldClock();
beforeAll(async () => {
  database = await createDatabase();
  time = startWorldTime({ clock, query: database.query, ring: () => {}, changed: () => {} });
});
afterAll(async () => {
  await time?.stop();
  await database?.drop();
});

const record = async () =>
  (await database.query<{ at: number }>('select extract(epoch from app_now())::float8 * 1000 as at'))[0]!.at;

test('however often they are stopped and go on, they stop at one instant', async () => {
  let before = 0;
  for (let times = 0; times < 20; times++) {
    await time.run(0);
    const stands = clock.now();
    const ahead = (await record()) - stands;
    expect(ahead).toBeGreaterThanOrEqual(0);
    expect(ahead).toBeLessThan(FRACTION);
    expect(stands).toBeGreaterThanOrEqual(before);
    await time.advance(60_000);
    expect(clock.now()).toBe(stands + 60_000);
    before = clock.now();
    await time.run(1);
  }
});
