/** The three step effects: every way an attempt can end, and what the run is told. */
import type { EffectSpec } from '../../src/engine/decision.ts';
import type { Outcome } from '../../src/engine/effect.ts';
import { canonical } from '../../src/lib/json.ts';
import { digestOf } from '../../src/outbound/step-plan.ts';
import { Play, runbookOf } from '../unit/run-play.ts';
import { NAME, NS } from './sandbox-world.ts';
import { SECRET, type StepWorld, startStepWorld } from './support/step-world.ts';

let w: StepWorld;
beforeEach(async () => {
  w = await startStepWorld();
});
afterEach(() => w.close());

const begin = (steps: string): Play => {
  const play = Play.started(runbookOf(steps));
  play.now = w.clock.now();
  return play;
};
const scale = `  - kubernetes.scale: { namespace: ${NS}, deployment: ${NAME}, replicas: 15 }\n    timeout: 2s\n`;
const changed = () => w.sim.world.mutations();
const resultOf = (o: Outcome) => (o.kind === 'again' ? undefined : o.result);
const meet = (match: RegExp, status: number, times: number) =>
  w.faults.add({ server: 'kubernetes', match, fault: { kind: 'status', status }, times });

async function approved(play: Play): Promise<EffectSpec> {
  await w.drive(play);
  play.approve('1', 'grace');
  return play.work('step.execute');
}

describe('step.read', () => {
  const get = `  - kubernetes.get: { kind: pods, namespace: ${NS} }\n`;

  it('settles with a bounded output and lines', async () => {
    const play = begin(get);
    const outcome = await w.attempt(play.work('step.read'));
    expect(outcome).toMatchObject({
      kind: 'done',
      result: {
        type: 'step.settled',
        to: { kind: 'run', id: 7 },
        data: { step: '1', attempt: 1, output: { ready: 10 }, lines: [expect.stringContaining('10 of 10 ready')] },
      },
    });
  });

  it('tries three times, then tells the run instead of trying for ever', async () => {
    const effect = begin(get).work('step.read');
    meet(/GET .*pods/, 503, 9);
    expect((await w.attempt(effect, { attempts: 1 })).kind).toBe('again');
    expect((await w.attempt(effect, { attempts: 2 })).kind).toBe('again');
    const last = await w.attempt(effect, { attempts: 3 });
    expect(last.kind).toBe('failed');
    expect(resultOf(last)).toMatchObject({ type: 'step.settled', data: { failure: expect.stringContaining('503') } });
    expect(resultOf(last)?.data).not.toHaveProperty('final');
  });

  it('fails at once on what will not get better', async () => {
    const play = begin(`  - kubernetes.get: { kind: deployment, namespace: ${NS}, deployment: nothing }\n`);
    const outcome = await w.attempt(play.work('step.read'));
    expect(resultOf(outcome)).toMatchObject({ data: { failure: expect.stringContaining('not found'), final: true } });
  });

  it('keeps to the time of the step', async () => {
    const play = begin(`${get}    timeout: 1s\n`);
    w.faults.add({ server: 'kubernetes', match: /GET /, fault: { kind: 'hang' } });
    const outcome = await w.attempt(play.work('step.read'));
    expect(outcome).toMatchObject({ kind: 'again', reason: expect.stringContaining('no result within 1 s') });
  });

  it('hides secrets before anything is stored', async () => {
    w.sim.world.someoneElse.deploys(`registry.example.com/${SECRET}:v1`);
    const outcome = await w.attempt(begin(get).work('step.read'));
    expect(JSON.stringify(outcome)).not.toContain(SECRET);
    expect(JSON.stringify(outcome)).toContain('[redacted]');
  });

  it('that fails for good says so when the worker gives up', () => {
    const effect = begin(get).work('step.read');
    const handler = w.handlers.find((h) => h.kind === 'step.read');
    const claimed = { ...effect, id: 1, of: { kind: 'run', id: 7 }, fence: 1, attempts: 30, crashes: 0, doubt: true };
    expect(handler?.gaveUp(claimed, 'failed', 'its worker died 5 times in it')).toMatchObject({
      type: 'step.settled',
      data: { failure: 'its worker died 5 times in it' },
    });
  });
});

describe('step.plan', () => {
  it('hands over canonical bytes and their digest, and changes nothing', async () => {
    const outcome = await w.attempt(begin(scale).work('step.plan'));
    const data = resultOf(outcome)?.data;
    const { plan, digest } = data as { plan: string; digest: string };
    expect(canonical(JSON.parse(plan))).toBe(plan);
    expect(digest).toBe(digestOf(plan));
    expect(JSON.parse(plan)).toMatchObject({
      run: 7,
      step: '1',
      attempt: 1,
      requester: 'ada',
      guarded: { replicas: 10 },
    });
    expect(changed()).toEqual([]);
  });

  it('is refused in words when the change makes no sense, or is not allowed', async () => {
    const same = begin(`  - kubernetes.scale: { namespace: ${NS}, deployment: ${NAME}, replicas: 10 }\n`);
    expect(resultOf(await w.attempt(same.work('step.plan')))).toMatchObject({
      type: 'step.settled',
      data: { failure: expect.stringContaining('has 10 replicas already') },
    });
    await w.close();
    w = await startStepWorld('viewer');
    const outcome = await w.attempt(begin(scale).work('step.plan'));
    expect(outcome.kind).toBe('failed');
    expect(resultOf(outcome)).toMatchObject({ data: { failure: expect.stringContaining('forbids') } });
  });
});

describe('step.execute', () => {
  it('carries out the approved bytes, and a second time only finds that', async () => {
    const effect = await approved(begin(scale));
    expect(resultOf(await w.attempt(effect))).toMatchObject({
      type: 'step.settled',
      data: { output: { replicas: 15, previous: 10 }, undo: { params: { replicas: 10 } } },
    });
    const again = await w.attempt(effect, { attempts: 2, doubt: true });
    expect(resultOf(again)).toMatchObject({ type: 'step.settled', data: { output: { replicas: 15, previous: 10 } } });
    expect(changed()).toHaveLength(1);
  });

  it('does nothing with bytes that are not those approved, or about another step', async () => {
    const effect = await approved(begin(scale));
    const payload = effect.payload as { plan: string; digest: string };
    const plan = payload.plan.replace('"replicas":15', '"replicas":500');
    expect(plan).not.toBe(payload.plan);
    const moved = canonical({ ...JSON.parse(payload.plan), step: '9' });
    for (const forged of [
      { ...payload, plan },
      { ...payload, plan: moved, digest: digestOf(moved) },
    ]) {
      const outcome = await w.attempt({ ...effect, payload: forged });
      expect(resultOf(outcome)).toMatchObject({ data: { failure: expect.stringContaining('not the one') } });
    }
    expect(changed()).toEqual([]);
  });

  it('tells what moved, having changed nothing', async () => {
    const effect = await approved(begin(scale));
    w.sim.world.someoneElse.scales(14);
    expect(resultOf(await w.attempt(effect))).toMatchObject({
      type: 'step.drifted',
      data: { step: '1', attempt: 1, moved: expect.arrayContaining(['replicas: 10 → 14']) },
    });
    expect(changed()).toEqual([]);
  });

  it('repeats itself after a lost answer, and the change happens once', async () => {
    const effect = await approved(begin(scale));
    w.faults.add({ server: 'kubernetes', match: /^PATCH /, fault: { kind: 'lostReply' } });
    expect(await w.attempt(effect)).toMatchObject({ kind: 'again', doubt: true });
    const again = await w.attempt(effect, { attempts: 2, doubt: true });
    expect(resultOf(again)).toMatchObject({ type: 'step.settled', data: { output: { replicas: 15, previous: 10 } } });
    expect(changed()).toHaveLength(1);
  });

  it('does not begin when it comes too late, but tells what an earlier attempt did', async () => {
    const late = await approved(begin(scale));
    w.pass(3_600);
    const asked = w.ledger.entries.length;
    expect(resultOf(await w.attempt(late))).toMatchObject({ data: { failure: expect.stringContaining('in time') } });
    // A cluster that does not answer must not keep it waiting either.
    expect(w.ledger.entries).toHaveLength(asked);
    expect(resultOf(await w.attempt(late, { doubt: true }))).toMatchObject({
      data: { failure: expect.stringContaining('in time') },
    });
    expect(changed()).toEqual([]);
    const done = await approved(begin(scale));
    await w.attempt(done);
    w.pass(3_600);
    expect(resultOf(await w.attempt(done, { doubt: true }))).toMatchObject({ data: { output: { replicas: 15 } } });
  });

  it('asks a person when nobody can know', async () => {
    const effect = await approved(begin(scale));
    meet(/GET .*deployments/, 403, 1);
    const outcome = await w.attempt(effect, { doubt: true });
    expect(resultOf(outcome)).toMatchObject({ type: 'step.unknown', data: { step: '1', attempt: 1 } });
    const handler = w.handlers.find((h) => h.kind === 'step.execute');
    const claimed = { ...effect, id: 1, of: { kind: 'run', id: 7 }, fence: 1, attempts: 30, crashes: 0 };
    expect(handler?.gaveUp({ ...claimed, doubt: true }, 'failed', 'x')?.type).toBe('step.unknown');
    expect(handler?.gaveUp({ ...claimed, doubt: false }, 'failed', 'x')?.type).toBe('step.settled');
  });
});
