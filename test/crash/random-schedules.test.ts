/** Some random schedules on every run, the same ones each time. Many of them: `npm run chaos -- --schedules 1000`. */
import { copyProduct, type ProductCopy } from '../chaos/product-copy.ts';
import { makeSchedule } from '../chaos/schedule/make.ts';
import { runAll } from '../chaos/schedule/run-all.ts';
import { backends } from '../support/redis.ts';

const SCHEDULES = 25;
const FIRST = 20_261_126;
const PATIENCE = 1_500_000;

/** Which process is at the other end of a connection is read from /proc. */
const onLinux = process.platform === 'linux' ? test : test.skip;

let copy: ProductCopy;
beforeAll(async () => {
  copy = await copyProduct();
});
afterAll(() => copy.remove());

test('a seed is a schedule', () => {
  for (const backend of ['postgres', 'redis'] as const) {
    expect(makeSchedule(7, backend)).toEqual(makeSchedule(7, backend));
    expect(makeSchedule(7, backend)).not.toEqual(makeSchedule(8, backend));
  }
});

onLinux.each(backends)(
  'whatever people do and whatever breaks meanwhile, every invariant holds: on $name',
  async ({ name }) => {
    const { failures, counts } = await runAll({
      backend: name,
      seed: FIRST,
      schedules: SCHEDULES,
      lanes: 1,
      root: copy.root,
      tell: () => {},
    });
    // One that does not fail again in a world of its own is told of, with its seed; the release bar knows none of those either.
    for (const f of failures)
      process.stdout.write(`  seed ${f.seed} on ${name} failed, again ${f.again}: ${f.breaches[0]?.what}\n`);
    expect(failures.filter((f) => f.again > 0)).toEqual([]);
    expect(counts.schedules).toBe(SCHEDULES);
    // Trouble did happen, and people were paged through it.
    expect(counts.processKills).toBeGreaterThan(10);
    expect(counts.postgresOutages).toBeGreaterThan(5);
    expect(counts.alertsOpened).toBeGreaterThan(50);
  },
  PATIENCE,
);
