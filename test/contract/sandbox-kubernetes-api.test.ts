/** The simulated Kubernetes API, met through the real client library: rights, lists, watches, logs and faults. */
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { Log, Metrics, topPods, Watch } from '@kubernetes/client-node';
import { at, clients, merge, NAME, NS, refusal, type SimulatedWorld, startWorld, strategic } from './sandbox-world.ts';

let w: SimulatedWorld;
let k: ReturnType<typeof clients>;
beforeAll(async () => {
  w = await startWorld();
  k = clients(w.sim, 'tocsin');
});
afterAll(() => w.sim.close());
afterEach(() => w.faults.clear());

const deployment = () => k.apps.readNamespacedDeployment(at);
const patch = (body: object, options = strategic, more = {}) =>
  k.apps.patchNamespacedDeployment({ ...at, body, ...more }, options);

describe('rights', () => {
  it('K-1 who may only look is refused in the words of RBAC', async () => {
    const viewer = clients(w.sim, 'viewer');
    expect(
      await refusal(viewer.apps.patchNamespacedDeployment({ ...at, body: { spec: { replicas: 1 } } }, strategic)),
    ).toMatchObject({
      code: 403,
      reason: 'Forbidden',
      message:
        'deployments.apps "architect-api" is forbidden: User "viewer" cannot patch resource "deployments" in API group "apps" in the namespace "architect-production"',
    });
    expect((await refusal(viewer.core.listPodForAllNamespaces())).message).toBe(
      'pods is forbidden: User "viewer" cannot list resource "pods" in API group "" at the cluster scope',
    );
    expect((await refusal(viewer.core.listNamespacedSecret({ namespace: NS }))).code).toBe(403);
    expect((await viewer.core.listNamespacedPod({ namespace: NS })).items).toHaveLength(10);
  });

  it('K-2 a token nobody has is 401, and acting as another takes the right to', async () => {
    const r = await fetch(`${w.sim.kubernetes.url}/api/v1/pods`, { headers: { authorization: 'Bearer nobody' } });
    expect(r.status).toBe(401);
    const headers = { authorization: 'Bearer sandbox-viewer-token', 'impersonate-user': 'admin' };
    expect((await fetch(`${w.sim.kubernetes.url}/api/v1/pods`, { headers })).status).toBe(403);
  });

  it('K-3 can be asked about, limited to names, and withdrawn', async () => {
    const spec = (verb: string, name: string) => ({
      body: { spec: { resourceAttributes: { namespace: NS, verb, group: 'apps', resource: 'deployments', name } } },
    });
    w.sim.world.setUser({
      name: 'narrow',
      token: 'narrow-token',
      rules: [
        {
          apiGroups: ['apps'],
          resources: ['deployments'],
          verbs: ['get', 'patch'],
          namespaces: [NS],
          resourceNames: [NAME],
        },
      ],
    });
    const narrow = clients(w.sim, 'narrow');
    expect((await narrow.rights.createSelfSubjectAccessReview(spec('patch', NAME))).status?.allowed).toBe(true);
    expect((await narrow.rights.createSelfSubjectAccessReview(spec('patch', 'other'))).status?.allowed).toBe(false);
    const rules = await narrow.rights.createSelfSubjectRulesReview({ body: { spec: { namespace: NS } } });
    expect(rules.status?.resourceRules).toContainEqual({
      apiGroups: ['apps'],
      resources: ['deployments'],
      verbs: ['get', 'patch'],
      resourceNames: [NAME],
    });
    w.sim.world.setUser({ name: 'narrow', token: 'narrow-token', rules: [] });
    expect((await narrow.rights.createSelfSubjectAccessReview(spec('patch', NAME))).status?.allowed).toBe(false);
    expect(await refusal(narrow.apps.readNamespacedDeployment(at))).toMatchObject({ code: 403 });
  });
});

describe('what is not there', () => {
  it('K-4 is 404, and what cannot be done is 405', async () => {
    const admin = clients(w.sim, 'admin');
    expect(await refusal(k.apps.readNamespacedDeployment({ namespace: NS, name: 'other' }))).toMatchObject({
      code: 404,
      reason: 'NotFound',
      message: 'deployments.apps "other" not found',
      details: { name: 'other', group: 'apps', kind: 'deployments' },
    });
    expect(await refusal(admin.core.listNamespacedEndpoints({ namespace: NS }))).toMatchObject({ code: 404 });
    expect(await refusal(admin.core.createNamespace({ body: { metadata: { name: 'new' } } }))).toMatchObject({
      code: 405,
      reason: 'MethodNotAllowed',
    });
  });
});

describe('lists', () => {
  it('K-5 come in pages, and by label and field', async () => {
    const names: string[] = [];
    let token: string | undefined;
    do {
      const page = await k.core.listNamespacedPod({ namespace: NS, limit: 4, ...(token ? { _continue: token } : {}) });
      names.push(...page.items.map((p) => p.metadata?.name ?? ''));
      token = page.metadata?._continue;
      expect(page.items.length).toBeLessThanOrEqual(4);
    } while (token);
    expect(new Set(names).size).toBe(10);
    const list = async (labelSelector: string, fieldSelector = '') =>
      (await k.core.listNamespacedPod({ namespace: NS, labelSelector, fieldSelector })).items.length;
    expect(await list(`app in (${NAME}, x),pod-template-hash`)).toBe(10);
    expect(await list(`app notin (${NAME})`)).toBe(0);
    expect(await list('', `metadata.name=${names[0]}`)).toBe(1);
    expect(await list('', 'status.phase!=Running')).toBe(0);
    expect(await refusal(list('', 'spec.colour=red'))).toMatchObject({
      code: 400,
      message: 'field label not supported: spec.colour',
    });
  });
});

describe('streams', () => {
  it('K-6 a watch tells each change once, in order, and ends when it is left', async () => {
    const from = (await k.apps.listNamespacedDeployment({ namespace: NS })).metadata?.resourceVersion;
    const told: [string, number][] = [];
    const seen = new PassThrough({ objectMode: true });
    const watch = await new Watch(k.kc).watch(
      `/apis/apps/v1/namespaces/${NS}/deployments`,
      { resourceVersion: from, fieldSelector: `metadata.name=${NAME}` },
      (type, d) => {
        told.push([type, d.status.readyReplicas]);
        if (d.status.readyReplicas === 12) seen.end();
      },
      () => seen.end(),
    );
    seen.resume();
    await patch({ spec: { replicas: 12 } }, merge);
    w.pass(10);
    await once(seen, 'end');
    watch.abort();
    expect(new Set(told.map(([type]) => type))).toEqual(new Set(['MODIFIED']));
    expect(told.map(([, n]) => n).filter((n, i, all) => n !== all[i - 1])).toEqual([10, 11, 12]);
    await patch({ spec: { replicas: 10 } }, merge);
    w.pass(10);
  });

  it('K-7 a log is followed as world time passes, until the pod is gone', async () => {
    const name = (await k.core.listNamespacedPod({ namespace: NS })).items[0]?.metadata?.name ?? '';
    const out = new PassThrough();
    await new Log(k.kc).log(NS, name, 'api', out, { follow: true, tailLines: 1 });
    const [first] = await once(out, 'data');
    expect(String(first)).toMatch(/^INFO method=GET .* status=200 .*\n$/);
    w.pass(3);
    const [next] = await once(out, 'data');
    expect(String(next).split('\n')).toHaveLength(4);
    const ended = once(out, 'end');
    await clients(w.sim, 'admin').core.deleteNamespacedPod({ namespace: NS, name });
    w.pass(10);
    await ended;
  });
});

it('tells what pods use', async () => {
  const top = await topPods(k.core, new Metrics(k.kc), NS);
  expect(top).toHaveLength(10);
  expect(Number(top[0]?.CPU.CurrentUsage)).toBeCloseTo(0.25, 2);
});

it('K-8 meets the faults it is told to', async () => {
  w.faults.add({ server: 'kubernetes', match: /^PATCH .*deployments/, fault: { kind: 'lostReply' } });
  await expect(patch({ metadata: { annotations: { lost: 'reply' } } })).rejects.toThrow();
  expect((await deployment()).metadata?.annotations?.lost).toBe('reply');
  const body = JSON.stringify({ kind: 'Status', status: 'Failure', code: 429, reason: 'TooManyRequests' });
  w.faults.add({
    server: 'kubernetes',
    match: /^GET /,
    fault: { kind: 'status', status: 429, body, headers: { 'retry-after': '1' } },
  });
  expect(await refusal(deployment())).toMatchObject({ code: 429 });
  expect((await deployment()).metadata?.name).toBe(NAME);
});
