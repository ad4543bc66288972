/** A healthy installation is called healthy, half a configuration is examined as far as it goes, and nothing hangs. */
import { fullConfig } from '../../src/app/config/config.ts';
import { readEnvironment } from '../../src/app/config/environment.ts';
import { type Doctored, openDoctored } from '../support/doctored.ts';
import { endAll, tocsin } from '../support/tocsin.ts';

let at: Doctored;
beforeAll(async () => {
  at = await openDoctored();
});
afterAll(async () => {
  await endAll();
  await at.close();
});
afterEach(() => at.stage.faults.clear());

test('nothing is amiss in a healthy installation', async () => {
  const { code, amiss, findings } = await at.examine();
  expect(amiss).toEqual([]);
  expect(code).toBe(0);
  const skipped = findings.filter((f) => f.status === 'skipped').map((f) => f.id);
  expect(skipped).toEqual(['slack.app-token', 'slack.manifest', 'queue.redis']);
});
