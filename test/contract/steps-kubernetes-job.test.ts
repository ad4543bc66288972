/** kubernetes.job against the simulated cluster: begun once, watched to its end, found again after a crash. */
import type { Plan } from '../../src/domain/runbook/model.ts';
import { kubernetesJob } from '../../src/domain/runbook/steps/kubernetes-job.ts';
import { NS } from './sandbox-world.ts';
import { execute, mustPlan, planOf, type StepWorld, startStepWorld } from './support/step-world.ts';

let w: StepWorld;
beforeEach(async () => {
  w = await startStepWorld('tocsin-wide');
});
afterEach(() => w.close());

const IMAGE = 'registry.example/architect-tools:v7';
const params = (more: object = {}) => ({
  ...{ namespace: NS, name: 'reindex', image: IMAGE, command: ['node', 'reindex.js', '--all'], timeout: '2m' },
  ...more,
});
const jobs = async () => (await w.ports.objects.list('jobs', { namespace: NS })) as { metadata: { name: string } }[];

/** Looks until it has an end. */
async function toItsEnd(plan: Plan) {
  for (let n = 0; n < 30; n++) {
    const is = await execute(w, kubernetesJob, plan);
    if (is.kind !== 'going') return is;
    w.clock.advance(is.after);
  }
  throw new Error('it has no end');
}

it('is planned with image and arguments, begun once, and ends with what it printed', async () => {
  const plan = await mustPlan(w, kubernetesJob, params({ env: { MODE: 'full' }, secrets: ['search'] }));
  expect(plan.summary).toMatch(new RegExp(`^Run ${IMAGE} as job ${NS}/reindex-`));
  expect(plan.notes).toEqual(expect.arrayContaining(['node reindex.js --all', 'With MODE=full']));
  expect(await jobs()).toEqual([]);
  const done = await toItsEnd(plan);
  expect(done).toMatchObject({ kind: 'done', output: { succeeded: 1 } });
  expect(JSON.stringify(done)).toMatch(/INFO done/);
  expect(await jobs()).toHaveLength(1);
});

it('a repeat after a lost answer finds the job that was begun', async () => {
  const plan = await mustPlan(w, kubernetesJob, params());
  await execute(w, kubernetesJob, plan);
  await execute(w, kubernetesJob, plan);
  expect(await toItsEnd(plan)).toMatchObject({ kind: 'done' });
  expect(await jobs()).toHaveLength(1);
});

it('fails with the last words of a program that failed, and when its time is up', async () => {
  w.sim.world.markImage(IMAGE, 'crash');
  const fails = await mustPlan(w, kubernetesJob, params());
  await expect(toItsEnd(fails)).rejects.toThrow(/failed \(BackoffLimitExceeded\): .*panic/);
  w.sim.world.markImage(IMAGE, 'pull');
  const never = await mustPlan(w, kubernetesJob, params({ name: 'never' }));
  await expect(toItsEnd(never)).rejects.toThrow(/failed \(DeadlineExceeded\)/);
});

it('leaves alone what somebody else has begun under that name, and begins nothing too late', async () => {
  const plan = await mustPlan(w, kubernetesJob, params());
  const late = await kubernetesJob.execute(plan, w.ports, { key: 'k', late: true });
  expect(late).toEqual({ kind: 'late' });
  await execute(w, kubernetesJob, plan, 'somebody else');
  expect(await execute(w, kubernetesJob, plan)).toMatchObject({ kind: 'drifted' });
  expect(await planOf(w, kubernetesJob, params())).toMatchObject({ refused: expect.stringMatching(/already/) });
});

it.each([
  [{ image: 'registry.example/tools:latest' }, /does not move/],
  [{ image: 'registry.example/tools' }, /does not move/],
  [{ image: 'registry.example:5000/tools' }, /does not move/],
  [{ image: '-v /:/host tools:1' }, /must be an image/],
  [{ command: ['/bin/sh', '-c', 'rm -rf /'] }, /must not be a shell/],
  [{ command: [] }, /needs the program/],
  [{ name: 'A' }, /short name/],
  [{ env: { 'a b': '1' } }, /Invalid key/],
  [{ timeout: '9h' }, /./],
])('%j is refused', (more, why) => {
  expect(
    kubernetesJob.schema
      .check(params(more))
      .map((p) => p.message)
      .join(),
  ).toMatch(why);
});

it('a digest stands for itself', () => {
  const image = `registry.example/tools@sha256:${'a'.repeat(64)}`;
  expect(kubernetesJob.schema.check(params({ image }))).toEqual([]);
});
