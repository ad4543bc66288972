/** Part of the crash-point sweep on every run: two scenarios, every few crash points. The whole of it: `npm run chaos -- sweep`. */

import { copyProduct, type ProductCopy } from '../chaos/product-copy.ts';
import { declarePageAck } from '../chaos/scenarios/declare-page-ack.ts';
import { updatePromise } from '../chaos/scenarios/update-promise.ts';
import { sweepAll } from '../chaos/sweep-all.ts';
import { backends } from '../support/redis.ts';

/** A different twelfth of the crash points for each scenario. */
const EVERY = 12;
const PATIENCE = 1_500_000;

/** Which process is at the other end of a connection is read from /proc. */
const onLinux = process.platform === 'linux' ? test : test.skip;

let copy: ProductCopy;
beforeAll(async () => {
  copy = await copyProduct();
});
afterAll(() => copy.remove());

onLinux.each(backends)(
  'killed, cut off or frozen at a crash point, nothing is lost and nothing happens twice: on $name',
  async ({ name }) => {
    const told: string[] = [];
    const { failures, scenarios } = await sweepAll({
      backend: name,
      scenarios: [declarePageAck, updatePromise],
      lanes: 1,
      every: EVERY,
      root: copy.root,
      tell: (line) => told.push(line),
    });
    // One that does not fail again in a world of its own is told of; the release bar knows none of those either.
    expect(failures.filter((f) => f.again > 0)).toEqual([]);
    for (const { points, covered } of Object.values(scenarios)) {
      expect(points).toBeGreaterThan(10);
      // Batches differ from play to play: a crash point at the end does not always come up again.
      expect(covered / points).toBeGreaterThan(0.9);
    }
    process.stdout.write(`  ${told.join('\n  ')}\n`);
  },
  PATIENCE,
);
