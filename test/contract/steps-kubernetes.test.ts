/** The kinds for Kubernetes where it gets difficult: broken releases, others at work, lost answers. */
import fc from 'fast-check';
import type { Plan } from '../../src/domain/runbook/model.ts';
import type { ChangeKind, ReadKind } from '../../src/domain/runbook/step-kind.ts';
import { kindOf } from '../../src/domain/runbook/steps/index.ts';
import { NAME, NS } from './sandbox-world.ts';
import { execute, mustPlan, planOf, type StepWorld, startStepWorld } from './support/step-world.ts';

let w: StepWorld;
beforeEach(async () => {
  w = await startStepWorld();
});
afterEach(() => w.close());

const at = { namespace: NS, deployment: NAME };
const change = (name: string): ChangeKind => {
  const kind = kindOf(name);
  if (!kind?.mutates) throw new Error(name);
  return kind;
};
const read = async (name: string, params: Plan['params']) => {
  const kind = kindOf(name) as ReadKind;
  const output = await kind.read(params, w.ports, { timeout: 5_000, now: w.clock.now(), since: w.clock.now() });
  return { output, lines: kind.lines(output), pending: kind.pending?.(output), failed: kind.failed?.(output) };
};
const scale = change('kubernetes.scale');
const rollBack = change('kubernetes.rolloutUndo');
const restart = change('kubernetes.rolloutRestart');
const changed = () => w.sim.world.mutations().filter((m) => m.method === 'PATCH');
const live = () => w.ports.cluster.deployment(NS, NAME);
const refusal = async (kind: ChangeKind, params: object) => {
  const plan = await planOf(w, kind, { ...at, ...params });
  return 'refused' in plan ? plan.refused : undefined;
};

describe('looking', () => {
  it('shows which pods are not ready, first, with the reason', async () => {
    w.sim.world.deployBad('crash');
    w.pass(180);
    const { output, lines } = await read('kubernetes.get', { kind: 'pods', namespace: NS, deployment: NAME });
    const notReady = output.notReady as readonly string[];
    expect(notReady.length).toBeGreaterThan(0);
    expect(output.counts).toMatchObject({ notReady: notReady.length });
    expect(lines.join('\n')).toContain('CrashLoopBackOff');
    expect((output.items as readonly { name: string }[])[0]?.name).toBe(notReady[0]);
  });

  it('follows a rollout from taken up to complete', async () => {
    const plan = await mustPlan(w, restart, at);
    await execute(w, restart, plan);
    const first = await read('kubernetes.rolloutStatus', at);
    expect(first).toMatchObject({ pending: true, failed: undefined, output: { done: false } });
    w.pass(300);
    const last = await read('kubernetes.rolloutStatus', at);
    expect(last).toMatchObject({ pending: false, failed: undefined, output: { done: true } });
    expect(last.lines[0]).toContain('10 of 10 available');
  });

  it('knows a rollout that is stuck', async () => {
    w.sim.world.deployBad('pull');
    w.pass(700);
    const { failed, pending } = await read('kubernetes.rolloutStatus', at);
    expect(failed).toContain('does not progress');
    expect(pending).toBe(false);
  });

  it('follows logs from when it began, for as long as it was told, or until enough was found', async () => {
    const since = w.clock.now();
    const follow = async (more: object = {}) => {
      const kind = kindOf('kubernetes.followLogs') as ReadKind;
      const context = { timeout: 5_000, now: w.clock.now(), since };
      const output = await kind.read({ ...at, for: '2m', ...more }, w.ports, context);
      return { output, looked: Number(output.looked), pending: kind.pending?.(output), lines: kind.lines(output) };
    };
    const first = await follow();
    expect(first.pending).toBe(true);
    w.pass(30);
    const then = await follow();
    expect(then).toMatchObject({ pending: true });
    expect(then.looked).toBeGreaterThan(first.looked);
    const all = await read('kubernetes.logs', { ...at, tail: 10_000 });
    expect(then.looked).toBeLessThan(Number(all.output.looked));
    w.sim.world.deployBad('crash');
    w.pass(60);
    const bad = await follow({ grep: 'FATAL' });
    expect(bad.pending).toBe(true);
    expect(bad.lines.join()).toContain('FATAL');
    expect((await follow({ grep: 'FATAL', enough: 1 })).pending).toBe(false);
    w.pass(30);
    expect((await follow()).pending).toBe(false);
  });

  it('bounds logs and events', async () => {
    const logs = await read('kubernetes.logs', { ...at, tail: 1_000 });
    expect(Buffer.byteLength(JSON.stringify(logs.output))).toBeLessThan(16 * 1024);
    expect(logs.lines.length).toBeLessThanOrEqual(10);
    const events = await read('kubernetes.events', { namespace: NS, last: 3 });
    expect((events.output.items as readonly unknown[]).length).toBeLessThanOrEqual(3);
  });
});

describe('planning', () => {
  it('says which image goes to which, and since when', async () => {
    w.sim.world.deploy('registry.example.com/architect-api:v42', 'release v42');
    w.pass(120);
    const plan = await mustPlan(w, rollBack, at);
    expect(plan.summary).toContain('from revision 42 to 41');
    expect(plan.changes).toEqual(
      expect.arrayContaining([
        { what: 'image', from: 'registry.example.com/architect-api:v42', to: 'registry.example.com/architect-api:v41' },
      ]),
    );
    expect(plan.notes.join('\n')).toContain('(release v42)');
    expect(plan.undo?.params).toEqual({ ...at, toRevision: 42 });
    expect(changed()).toEqual([]);
    // The server itself checked the request.
    expect(w.ledger.of('kubernetes', /^PATCH /).map((e) => e.query.dryRun)).toEqual(['All']);
  });

  it('warns of an autoscaler that will fight, and of the last pod', async () => {
    w.sim.world.autoscale({ min: 5, max: 12, targetCpuPercent: 80 });
    expect((await mustPlan(w, scale, { ...at, replicas: 15 })).notes.join()).toContain('set it back into its bounds');
    const none = await mustPlan(w, scale, { ...at, replicas: 0 });
    expect(none.notes.join()).toContain('the service stops');
    expect(none.notes.join()).toContain('Disruption budget');
  });

  it('refuses what makes no sense, in words', async () => {
    expect(await refusal(scale, { replicas: 10 })).toContain('has 10 replicas already');
    expect(await refusal(rollBack, { toRevision: 41 })).toContain('already');
    expect(await refusal(rollBack, { toRevision: 7 })).toContain('it has 41, 40, 39');
    w.sim.world.someoneElse.pauses();
    expect(await refusal(rollBack, {})).toContain('paused');
    expect(await refusal(restart, {})).toContain('paused');
  });

  it('refuses to go back where there is nothing earlier', async () => {
    const cluster = w.ports.cluster;
    const young = {
      ...cluster,
      deployment: async () => ({ ...(await live()), revisions: (await live()).revisions.slice(0, 1) }),
    };
    const planned = await rollBack.plan(
      at,
      { ...w.ports, cluster: Object.assign(Object.create(cluster), young) },
      { now: 0, key: 'k' },
    );
    expect(planned).toEqual({ refused: expect.stringContaining('no earlier revision than 41') });
  });
});

describe('carrying out', () => {
  const drifts: [string, () => void, RegExp][] = [
    ['replicas', () => w.sim.world.someoneElse.scales(14), /replicas: 10 → 14/],
    [
      'the release',
      () => w.sim.world.someoneElse.deploys('registry.example.com/architect-api:v43'),
      /images: .*v41 → .*v43/,
    ],
    ['a pause', () => w.sim.world.someoneElse.pauses(), /paused: false → true/],
    [
      'an autoscaler',
      () => w.sim.world.autoscale({ min: 2, max: 9, targetCpuPercent: 50 }),
      /autoscaler: none → architect-api 2–9/,
    ],
  ];
  it.each(drifts)('changes nothing when %s moved since the plan', async (_, move, told) => {
    for (const [kind, params] of [
      [scale, { ...at, replicas: 15 }],
      [rollBack, { ...at, toRevision: 39 }],
      [restart, at],
    ] as const) {
      await w.close();
      w = await startStepWorld();
      const plan = await mustPlan(w, kind, params);
      move();
      const made = await execute(w, kind, plan);
      if (made.kind !== 'drifted') throw new Error(`${kind.name}: ${made.kind}`);
      expect(made.moved.join('; ')).toMatch(told);
      expect(changed()).toEqual([]);
    }
  });

  it('is not put off by somebody who only touches what does not matter', async () => {
    const plan = await mustPlan(w, scale, { ...at, replicas: 15 });
    let times = 0;
    const meddle = () => {
      times += 1;
      w.sim.world.someoneElse.annotates({ note: String(times) });
    };
    // Between our read and our change, twice: the precondition fails, the facts still hold.
    w.faults.add({
      server: 'kubernetes',
      match: /GET .*horizontalpodautoscalers/,
      fault: { kind: 'beforeReply', meanwhile: meddle },
      times: 2,
    });
    expect((await execute(w, scale, plan)).kind).toBe('done');
    expect(changed().map((c) => c.status)).toEqual([409, 409, 200]);
    expect((await live()).replicas).toBe(15);
  });

  it('finds that it was done when the answer was lost', async () => {
    const plan = await mustPlan(w, scale, { ...at, replicas: 15 });
    w.faults.add({ server: 'kubernetes', match: /^PATCH /, fault: { kind: 'lostReply' } });
    await expect(execute(w, scale, plan)).rejects.toMatchObject({ kind: 'unknown' });
    expect((await execute(w, scale, plan)).kind).toBe('done');
    expect(changed()).toHaveLength(1);
  });

  it('leaves the cause of the release it goes back to, not of the one it leaves', async () => {
    w.sim.world.deploy('registry.example.com/architect-api:v42', 'release v42');
    w.pass(120);
    const plan = await mustPlan(w, rollBack, at);
    await execute(w, rollBack, plan);
    w.pass(120);
    const d = await live();
    expect(d.revisions.map((r) => [r.revision, r.changeCause]).slice(0, 2)).toEqual([
      [43, 'release v41'],
      [42, 'release v42'],
    ]);
    expect(d.annotations['kubernetes.io/change-cause']).toBe('release v41');
  });

  it('once too late only looks whether it was done', async () => {
    const plan = await mustPlan(w, scale, { ...at, replicas: 15 });
    expect((await scale.execute(plan, w.ports, { key: 'k', late: true })).kind).toBe('late');
    await execute(w, scale, plan, 'k');
    expect((await scale.execute(plan, w.ports, { key: 'k', late: true })).kind).toBe('done');
    expect(changed()).toHaveLength(1);
  });

  it('and undoing it leaves everything as it was', async () => {
    const facts = async () => {
      const d = await live();
      return {
        replicas: d.replicas,
        images: d.images,
        template: d.revisions.find((r) => r.revision === d.revision)?.template,
      };
    };
    const some = fc.oneof(
      fc.record({ kind: fc.constant(scale), params: fc.record({ replicas: fc.integer({ min: 1, max: 25 }) }) }),
      fc.record({ kind: fc.constant(rollBack), params: fc.constant({}) }),
    );
    let n = 0;
    await fc.assert(
      fc.asyncProperty(some, async ({ kind, params }) => {
        const before = await facts();
        const plan = await planOf(w, kind, { ...at, ...params });
        if ('refused' in plan) return;
        n += 1;
        expect((await execute(w, kind, plan, `a/${n}`)).kind).toBe('done');
        w.pass(120);
        const back = change(plan.undo?.kind ?? 'none');
        const undo = await mustPlan(w, back, plan.undo?.params ?? {});
        expect((await execute(w, back, undo, `b/${n}`)).kind).toBe('done');
        w.pass(120);
        expect(await facts()).toEqual(before);
      }),
      { numRuns: 12 },
    );
    expect(n).toBeGreaterThan(3);
  });
});
