/** The shipped runbook against the simulated world: a bad release is found, rolled back with approval, watched, and undone. */
import type { Started } from '../../src/domain/runbook/inputs.ts';
import type { Plan } from '../../src/domain/runbook/model.ts';
import { catalog, code, Play } from '../unit/run-play.ts';
import { NAME, NS } from './sandbox-world.ts';
import { type StepWorld, startStepWorld } from './support/step-world.ts';

let w: StepWorld;
beforeEach(async () => {
  w = await startStepWorld();
});
afterEach(() => w.close());

const runbook = catalog.runbooks.find((r) => r.id === 'architect/api-completely-down');

function begin(): Play {
  if (!runbook) throw new Error('the runbook does not ship any more');
  const play = new Play();
  play.now = w.clock.now();
  play.feed('run.start', {
    incident: 42,
    runbook,
    inputs: {},
    service: { health: w.sim.service.healthUrl },
    incidentFacts: { severity: 'p1' },
    requester: 'U0ADA',
  });
  return play;
}

const images = async () => (await w.ports.cluster.deployment(NS, NAME)).images.map((i) => i.split(':')[1]);

/** The choice the run asks, and its option that rolls back. */
function rollBackOf(play: Play): { choice: string; option: string; step: string } {
  for (const step of play.state.runbook.steps) {
    if (step.type !== 'choice') continue;
    for (const option of step.options) {
      const action = option.steps.find((s) => s.type === 'action' && s.kind === 'kubernetes.rolloutUndo');
      if (action) return { choice: step.path, option: option.label, step: action.path };
    }
  }
  throw new Error('no option rolls back');
}

it('looks, asks, rolls back what was approved, verifies, and can undo', async () => {
  w.sim.world.deployBad('crash');
  w.pass(300);
  const play = begin();
  await w.driveOn(play);
  const { choice, option, step } = rollBackOf(play);
  expect(play.state.status).toBe('waiting');
  expect(play.state.steps[choice]?.lines?.join()).toMatch(/\d+ of \d+ pods are not ready/);
  expect(w.sim.world.mutations()).toEqual([]);

  play.feed('choice.made', { step: choice, option, person: 'U0ADA', groups: ['sre'] });
  await w.drive(play);
  const plan = JSON.parse(play.approval(step).plan) as Plan;
  expect(plan.summary).toContain('from revision 42 to 41');
  expect(code(play.approve(step, 'U0ADA'))).toBe('refused.self-approval');
  expect(w.sim.world.mutations()).toEqual([]);
  expect(code(play.approve(step, 'U0GRACE'))).toBe('approved');
  await w.driveOn(play);
  expect(play.state).toMatchObject({ status: 'done' });
  expect(await images()).toEqual(['v41']);
  expect(w.sim.world.changes()).toHaveLength(1);

  play.feed('run.undo', { step, person: 'U0GRACE', groups: ['sre'] });
  const started = play.timer('run.start').data as unknown as Started;
  const back = new Play(8);
  back.now = w.clock.now();
  back.feed('run.start', started);
  await w.drive(back);
  expect(code(back.approve('1', 'U0ADA'))).toBe('approved');
  await w.drive(back);
  expect(back.state.status).toBe('done');
  expect(await images()).toEqual(['v42']);
  expect(JSON.parse(JSON.stringify(play.refold()))).toEqual(JSON.parse(JSON.stringify(play.state)));
});

it('asks anew when somebody else was faster than the approval', async () => {
  w.sim.world.deployBad('crash');
  w.pass(300);
  const play = begin();
  await w.driveOn(play);
  const { choice, option, step } = rollBackOf(play);
  play.feed('choice.made', { step: choice, option, person: 'U0ADA', groups: ['sre'] });
  await w.drive(play);
  const first = play.approval(step);
  w.sim.world.someoneElse.scales(14);
  play.approve(step, 'U0GRACE');
  await w.drive(play);
  expect(w.sim.world.mutations()).toEqual([]);
  expect(play.state.steps[step]).toMatchObject({ status: 'approving', earlier: [{ id: first.id, status: 'void' }] });
  expect(play.approval(step).id).not.toBe(first.id);
  play.approve(step, 'U0GRACE');
  await w.driveOn(play);
  expect(await images()).toEqual(['v41']);
  expect(play.state.status).toBe('done');
});
