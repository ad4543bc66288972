/** The kinds that change any object of the cluster: what a plan says, what is refused, and that undoing is exact. */
import fc from 'fast-check';
import type { Plan } from '../../src/domain/runbook/model.ts';
import type { ChangeKind } from '../../src/domain/runbook/step-kind.ts';
import { decided } from '../../src/domain/runbook/steps/field-changes.ts';
import { kindOf } from '../../src/domain/runbook/steps/index.ts';
import type { KubeObject, ObjectKind } from '../../src/ports/objects.ts';
import { NAME, NS } from './sandbox-world.ts';
import { execute, mustPlan, planOf, type StepWorld, startStepWorld } from './support/step-world.ts';

let w: StepWorld;
beforeEach(async () => {
  w = await startStepWorld('tocsin-wide');
});
afterEach(() => w.close());

const change = (name: string): ChangeKind => {
  const kind = kindOf(name);
  if (!kind?.mutates) throw new Error(name);
  return kind;
};
const patch = change('kubernetes.patch');
const apply = change('kubernetes.apply');
const remove = change('kubernetes.delete');
const annotate = change('kubernetes.annotate');
const autoscale = change('kubernetes.autoscale');
const uncordon = change('kubernetes.uncordon');

const at = { kind: 'deployments', namespace: NS, name: NAME };
const rateLimit = (value: string) => ({
  spec: { template: { spec: { containers: [{ name: 'api', env: [{ name: 'RATE_LIMIT', value }] }] } } },
});
const find = async (kind: ObjectKind, name: string) =>
  (await w.ports.objects.list(kind, { ...(kind === 'nodes' ? {} : { namespace: NS }), name }))[0];
const api = async () => (await find('deployments', NAME)) as { spec: { replicas: number; template: object } };
const tried = () => w.sim.world.mutations();
const refusal = async (kind: ChangeKind, params: Plan['params']) => {
  const plan = await planOf(w, kind, params);
  return 'refused' in plan ? plan.refused : `planned: ${plan.summary}`;
};
const wrong = (kind: ChangeKind, params: Plan['params']) => kind.schema.check(params).map((p) => p.message);
const as = (user: string, body: object, query = '') =>
  fetch(`${w.sim.kubernetes.url}/apis/apps/v1/namespaces/${NS}/deployments/${NAME}${query}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer sandbox-${user}-token`, 'content-type': 'application/merge-patch+json' },
    body: JSON.stringify(body),
  });

describe('planning', () => {
  it('shows each field, before and after, and what an environment variable holds to nobody', async () => {
    const one = await mustPlan(w, patch, { ...at, type: 'merge', patch: { spec: { replicas: 3 } } });
    expect(one.changes).toEqual([{ what: 'spec.replicas', from: '10', to: '3' }]);
    const env = await mustPlan(w, patch, { ...at, type: 'strategic', patch: rateLimit('very-private') });
    expect(env.changes).toEqual([
      { what: 'spec.template.spec.containers.0.env', from: 'LOG_LEVEL', to: 'LOG_LEVEL, RATE_LIMIT' },
    ]);
    expect(JSON.stringify(env.guarded)).not.toContain('very-private');
    expect(tried()).toEqual([]);
    expect(w.ledger.of('kubernetes', /^PATCH /).map((e) => e.query.dryRun)).toEqual(['All', 'All']);
  });

  it('refuses what is so already: running a patch twice changes nothing the second time', async () => {
    const params = { ...at, type: 'strategic', patch: rateLimit('100') };
    await execute(w, patch, await mustPlan(w, patch, params));
    expect(await refusal(patch, params)).toContain('is like that already');
  });

  it('refuses a patch that would add to a list on every run', () => {
    const add = { op: 'add', path: '/spec/template/spec/containers/0/env/-', value: { name: 'A', value: '1' } };
    const test = { op: 'test', path: '/spec/template/spec/containers/0/env', value: [] };
    expect(wrong(patch, { ...at, type: 'json', patch: [add] }).join()).toContain('use type strategic');
    expect(wrong(patch, { ...at, type: 'json', patch: [test, add] })).toEqual([]);
  });

  it.each([
    [{ status: {} }],
    [{ metadata: { name: 'other' } }],
    [{ metadata: { ownerReferences: [] } }],
    [{}],
    ['text'],
    [[{ op: 'add', path: '/spec/x', value: 1 }]],
  ])('lets no patch reach what is the server’s: %j', (body) => {
    expect(wrong(patch, { ...at, type: 'merge', patch: body })).toHaveLength(1);
  });

  it.each(['/metadata/resourceVersion', '/metadata/uid', '/status/replicas', '/', '', '/kind', '/specific'])(
    'nor an operation: %s',
    (path) => {
      expect(wrong(patch, { ...at, type: 'json', patch: [{ op: 'add', path, value: 'x' }] })).toHaveLength(1);
    },
  );

  it.each([
    'namespaces',
    'secrets',
    'persistentvolumes',
    'persistentvolumeclaims',
    'customresourcedefinitions',
    'nodes',
  ])('deletes no %s', (kind) => {
    expect(wrong(remove, { kind, namespace: NS, name: NAME }).join()).toContain('never deleted from here');
  });

  it.each([
    ['v1', 'Secret'],
    ['v1', 'Namespace'],
    ['rbac.authorization.k8s.io/v1', 'ClusterRoleBinding'],
    ['v1', 'Pod'],
    ['v1', 'Node'],
    ['apps/v1beta1', 'Deployment'],
  ])('applies no %s %s', (apiVersion, kind) => {
    const manifest = { apiVersion, kind, metadata: { name: 'x', namespace: NS } };
    expect(wrong(apply, { manifest }).join()).toContain('is not a kind that can be applied');
  });

  it('counts how far it reaches, so that a rule about the last replica holds for a patch, too', async () => {
    const none = await mustPlan(w, patch, { ...at, type: 'merge', patch: { spec: { replicas: 0 } } });
    expect(none.radius).toEqual({ replicas: 10, replicasAfter: 0, share: 1 });
    expect((await mustPlan(w, remove, at)).radius).toMatchObject({ replicasAfter: 0, share: 1 });
    const env = await mustPlan(w, patch, { ...at, type: 'strategic', patch: rateLimit('100') });
    expect(env.radius).toMatchObject({ replicasAfter: 10, share: 1 });
    expect((await mustPlan(w, annotate, { ...at, annotations: { a: 'b' } })).radius).toMatchObject({ share: 0 });
  });

  it('says that deleting a deployment is an outage', async () => {
    const plan = await mustPlan(w, remove, at);
    expect(plan.notes.join()).toContain('all 10 pods go');
    expect(tried()).toEqual([]);
  });

  it('names an autoscaler’s first move, and who else scales under its name', async () => {
    const plan = await mustPlan(w, autoscale, { namespace: NS, deployment: NAME, min: 2, max: 6, cpu: 70 });
    expect(plan.notes.join()).toContain('has 10 replicas now and will be brought to 6 at once');
    expect(plan.changes).toEqual([{ what: `horizontalpodautoscaler ${NS}/${NAME}`, from: 'none', to: 'there' }]);
  });

  it('says whose fields an apply would take, and takes them only when told to', async () => {
    expect((await as('admin', { spec: { replicas: 12 } }, '?fieldManager=kubectl-edit')).status).toBe(200);
    const spec = await api();
    const manifest = {
      ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: NAME, namespace: NS } },
      spec: { ...spec.spec, replicas: 4 },
    };
    await expect(planOf(w, apply, { manifest })).rejects.toMatchObject({
      kind: 'permanent',
      code: 'kubernetes.not-ours',
      message: expect.stringContaining('conflict with "kubectl-edit" using apps/v1: .spec.replicas'),
    });
    const plan = await mustPlan(w, apply, { manifest, force: true });
    expect(plan.notes.join()).toContain('Fields are taken over from others');
    expect(plan.changes).toEqual([{ what: 'spec.replicas', from: '12', to: '4' }]);
    await execute(w, apply, plan);
    expect((await api()).spec.replicas).toBe(4);
    // Now it is ours: the next apply needs no force.
    const again = await mustPlan(w, apply, { manifest: { ...manifest, spec: { ...spec.spec, replicas: 5 } } });
    expect(again.notes).toEqual([]);
  });
});

describe('carrying out', () => {
  const params = { ...at, type: 'merge', patch: { spec: { replicas: 3 } } };

  it('changes nothing when the field moved since the plan', async () => {
    const plan = await mustPlan(w, patch, params);
    w.sim.world.someoneElse.scales(14);
    const made = await execute(w, patch, plan);
    expect(made).toMatchObject({ kind: 'drifted', moved: expect.arrayContaining(['spec.replicas: 10 → 14']) });
    expect(tried()).toEqual([]);
  });

  it('finds that it was done when the answer was lost', async () => {
    const plan = await mustPlan(w, patch, params);
    w.faults.add({ server: 'kubernetes', match: /^PATCH /, fault: { kind: 'lostReply' } });
    await expect(execute(w, patch, plan)).rejects.toMatchObject({ kind: 'unknown' });
    expect((await execute(w, patch, plan)).kind).toBe('done');
    expect(tried()).toHaveLength(1);
  });

  it('finds that a deletion was done, and never deletes what came back since', async () => {
    const budget = { kind: 'poddisruptionbudgets', namespace: NS, name: NAME };
    const plan = await mustPlan(w, remove, budget);
    w.faults.add({ server: 'kubernetes', match: /^DELETE /, fault: { kind: 'lostReply' } });
    await expect(execute(w, remove, plan)).rejects.toMatchObject({ kind: 'unknown' });
    expect((await execute(w, remove, plan)).kind).toBe('done');
    await execute(w, apply, await mustPlan(w, apply, plan.undo?.params ?? {}), 'another');
    expect((await execute(w, remove, plan)).kind).toBe('drifted');
    expect(tried().filter((m) => m.method === 'DELETE')).toHaveLength(1);
  });

  it('tries again when somebody touched what does not matter, and too late it only looks', async () => {
    const plan = await mustPlan(w, patch, params);
    let times = 0;
    const meanwhile = () => {
      times += 1;
      w.sim.world.someoneElse.annotates({ note: String(times) });
    };
    const fault = { kind: 'beforeReply', meanwhile } as const;
    w.faults.add({ server: 'kubernetes', match: /GET .*\/deployments$/, fault, times: 2 });
    expect((await patch.execute(plan, w.ports, { key: 'k', late: true })).kind).toBe('late');
    expect((await execute(w, patch, plan)).kind).toBe('done');
    expect(tried().map((m) => m.status)).toEqual([409, 200]);
  });

  it('does not put back what somebody has changed since', async () => {
    const plan = await mustPlan(w, patch, params);
    await execute(w, patch, plan);
    w.sim.world.someoneElse.scales(7);
    await expect(planOf(w, patch, plan.undo?.params ?? {})).rejects.toMatchObject({ code: 'kubernetes.invalid' });
    expect((await api()).spec.replicas).toBe(7);
  });
});

describe('and undoing it leaves everything as it was', () => {
  it('also when the last label was taken away', async () => {
    const before = decided((await find('deployments', NAME)) as KubeObject);
    const plan = await mustPlan(w, annotate, { ...at, labels: { app: null } });
    await execute(w, annotate, plan, 'a');
    expect(((await find('deployments', NAME)) as { metadata: object }).metadata).not.toHaveProperty('labels');
    await execute(w, patch, await mustPlan(w, patch, plan.undo?.params ?? {}), 'b');
    expect(decided((await find('deployments', NAME)) as KubeObject)).toEqual(before);
  });

  const objects = [
    ['deployments', NAME],
    ['horizontalpodautoscalers', NAME],
    ['poddisruptionbudgets', NAME],
    ['nodes', 'node-b'],
  ] as const;
  const state = async () =>
    Promise.all(objects.map(async ([kind, name]) => decided(((await find(kind, name)) ?? {}) as KubeObject)));

  const word = fc.stringMatching(/^[a-z]{1,8}$/);
  const note = fc.dictionary(word, fc.option(word), { minKeys: 1, maxKeys: 3 });
  const autoscaler = fc
    .record({
      min: fc.integer({ min: 1, max: 5 }),
      more: fc.integer({ min: 9, max: 20 }),
      cpu: fc.integer({ min: 20, max: 90 }),
    })
    .map(({ min, more, cpu }) => ({ namespace: NS, deployment: NAME, min, max: min + more, cpu }));
  const manifest = fc.record({ min: fc.integer({ min: 1, max: 9 }), labels: fc.dictionary(word, word) }).map((p) => ({
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: NAME, namespace: NS, labels: p.labels },
    spec: { minAvailable: p.min, selector: { matchLabels: { app: NAME } } },
  }));
  const some = fc.oneof(
    fc.record({ replicas: fc.integer({ min: 5, max: 20 }), labels: note }).map(({ replicas, labels }) => ({
      kind: patch,
      params: { ...at, type: 'merge', patch: { spec: { replicas }, metadata: { labels } } },
    })),
    word.map((value) => ({ kind: patch, params: { ...at, type: 'strategic', patch: rateLimit(value) } })),
    fc.tuple(word, word).map(([k, value]) => ({
      kind: patch,
      params: { ...at, type: 'json', patch: [{ op: 'add', path: `/spec/template/metadata/labels/${k}`, value }] },
    })),
    fc.record({ annotations: note, labels: note }).map((p) => ({ kind: annotate, params: { ...at, ...p } })),
    autoscaler.map((params) => ({ kind: autoscale, params })),
    manifest.map((m) => ({ kind: apply, params: { manifest: m, force: true } })),
    fc.constantFrom('deployments', 'poddisruptionbudgets', 'horizontalpodautoscalers').map((kind) => ({
      kind: remove,
      params: { kind, namespace: NS, name: NAME },
    })),
    fc.constant({ kind: uncordon, params: { node: 'node-b' } }),
  );

  it('whatever was changed, and nothing is changed by any plan', async () => {
    w.sim.world.someoneElse.cordons('node-b');
    let n = 0;
    const done = new Set<string>();
    await fc.assert(
      fc.asyncProperty(some, async ({ kind, params }) => {
        const before = await state();
        const calls = tried().length;
        const plan = await planOf(w, kind, params);
        expect(tried()).toHaveLength(calls);
        if ('refused' in plan) return;
        n += 1;
        expect((await execute(w, kind, plan, `a/${n}`)).kind).toBe('done');
        expect(await state()).not.toEqual(before);
        const back = change(plan.undo?.kind ?? 'none');
        expect(back.schema.check(plan.undo?.params)).toEqual([]);
        const undo = await mustPlan(w, back, plan.undo?.params ?? {});
        expect(tried()).toHaveLength(calls + 1);
        expect((await execute(w, back, undo, `b/${n}`)).kind).toBe('done');
        expect(await state()).toEqual(before);
        done.add(kind.name);
      }),
      { numRuns: 60 },
    );
    expect([...done].sort()).toEqual([annotate, apply, autoscale, patch, remove, uncordon].map((k) => k.name).sort());
  });
});
