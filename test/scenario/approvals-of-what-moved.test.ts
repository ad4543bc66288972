/** What was approved is what runs: when the cluster is not any more what the approver was shown, nothing is done. */
import type { Stage } from '../../src/app/story/stage.ts';
import {
  APPROVER,
  ASKER,
  type Asked,
  abort,
  askedToApprove,
  breakTheService,
  newestCard,
  openTestStage,
} from './support/asked-to-approve.ts';
import { controls, posted, read, toldIn } from './support/screen.ts';

const DEPLOYMENT = '/apis/apps/v1/namespaces/architect-production/deployments/architect-api';

let stage: Stage;
let a: Asked;
beforeAll(async () => {
  stage = await openTestStage();
});
afterAll(async () => stage?.close());
beforeEach(async () => {
  await breakTheService(stage);
  stage.cluster.world.someoneElse.scales(10);
  a = await askedToApprove(stage, a);
});
afterEach(async () => {
  stage.faults.clear();
  await abort(stage, a);
});

/** What people in the channel read about the approval that is void. */
const everyone = () => posted(stage, a.channel).map(read).join('\n\n');

it('somebody scaled between the plan and the click', async () => {
  stage.cluster.world.someoneElse.scales(12);
  await a.press(APPROVER, 'Approve');
  expect(a.tried()).toEqual([]);
  expect(stage.cluster.world.deployment()?.spec.replicas).toBe(12);
  expect(read(await a.cardNow())).toMatch(/Void: the plan changed: .*replicas: 10 → 12.*nothing was changed/);
  expect(controls(await a.cardNow())).toEqual([]);

  // The old yes is worth nothing for the new plan; a new one is.
  expect(await a.press(APPROVER, 'Approve')).toMatch(
    /void: the plan changed: .*replicas: 10 → 12.*Nothing was changed.*newest card/,
  );
  expect(a.tried()).toEqual([]);
  const card = await newestCard(stage, a);
  expect(await a.press(ASKER, 'Approve', card)).toMatch(/You asked for this/);
  expect(await a.press(APPROVER, 'Approve', card)).toMatch(/Approved by <U0GRACE>/);
  expect(a.changes()).toEqual([`PATCH ${DEPLOYMENT} 200`]);
  expect(stage.cluster.world.deployment()?.spec.replicas).toBe(12);
});

it('somebody released between the plan and the click', async () => {
  stage.cluster.world.someoneElse.deploys('registry.example.com/architect-api:v43');
  await a.press(APPROVER, 'Approve');
  expect(a.tried()).toEqual([]);
  expect(read(await a.cardNow())).toMatch(/Void: the plan changed: .*images: .*:v42 → .*:v43/);
  expect(read(await newestCard(stage, a))).toMatch(/v43 → .*v4/);
});

it('somebody scaled after the approval was recorded and before the worker looked', async () => {
  let moved = false;
  const stop = stage.ledger.onWrite((e) => {
    if (moved || e.server !== 'kubernetes' || e.method !== 'GET' || e.path !== DEPLOYMENT) return;
    moved = true;
    stage.cluster.world.someoneElse.scales(13);
  });
  expect(await a.press(APPROVER, 'Approve')).toMatch(/Approved by <U0GRACE>/);
  stop();
  expect(moved).toBe(true);
  expect(a.tried()).toEqual([]);
  expect(read(await a.cardNow())).toMatch(/Void: .*replicas: 10 → 13/);
  await newestCard(stage, a);
});

it('somebody scaled between the worker’s last look and its request: the server itself refuses it', async () => {
  stage.faults.add({
    server: 'kubernetes',
    match: new RegExp(`^GET ${DEPLOYMENT}$`),
    fault: { kind: 'beforeReply', meanwhile: () => stage.cluster.world.someoneElse.scales(14) },
  });
  await a.press(APPROVER, 'Approve');
  expect(a.tried()).toEqual([`PATCH ${DEPLOYMENT} 409`]);
  expect(stage.cluster.world.deployment()?.spec.replicas).toBe(14);
  expect(stage.cluster.world.deployment()?.spec.template.spec.containers[0]?.image).toMatch(/:v42$/);
  expect(read(await a.cardNow())).toMatch(/Void: .*replicas: 10 → 14/);
});

it('a target that never holds still is left to people after three plans', async () => {
  let n = 20;
  for (let round = 0; round < 3; round += 1) {
    n += 1;
    stage.cluster.world.someoneElse.scales(n);
    await stage.settled();
    await a.press(APPROVER, 'Approve', posted(stage, a.channel, 'Approval needed').at(-1));
  }
  expect(a.tried()).toEqual([]);
  await stage.settled();
  expect(everyone()).toMatch(/changed 3 times between approval and execution/);
});

it('something the plan does not depend on may move', async () => {
  stage.cluster.world.someoneElse.annotates({ 'example.com/note': 'looked at' });
  expect(await a.press(APPROVER, 'Approve')).toMatch(/Approved by <U0GRACE>/);
  expect(a.changes().at(-1)).toBe(`PATCH ${DEPLOYMENT} 200`);
  expect(toldIn(stage, a.channel, APPROVER)).toMatch(/carried out now/);
});
