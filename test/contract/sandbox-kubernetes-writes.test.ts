/** Writing to the simulated Kubernetes API through the real client library: preconditions, validation, dry runs. */
import { afterAll, beforeAll } from '@jest/globals';
import {
  at,
  clients,
  json,
  merge,
  NAME,
  NS,
  refusal,
  type SimulatedWorld,
  startWorld,
  strategic,
} from './sandbox-world.ts';

let w: SimulatedWorld;
let k: ReturnType<typeof clients>;
beforeAll(async () => {
  w = await startWorld();
  k = clients(w.sim, 'tocsin');
});
afterAll(() => w.sim.close());

const deployment = () => k.apps.readNamespacedDeployment(at);
const patch = (body: object, options = strategic, more = {}) =>
  k.apps.patchNamespacedDeployment({ ...at, body, ...more }, options);

describe('preconditions', () => {
  it('K-9 a stale resource version is a conflict and changes nothing', async () => {
    const seen = await deployment();
    w.sim.world.someoneElse.annotates({ note: 'I was here' });
    const body = { metadata: { resourceVersion: seen.metadata?.resourceVersion }, spec: { replicas: 3 } };
    expect(await refusal(patch(body))).toMatchObject({
      code: 409,
      reason: 'Conflict',
      message:
        'Operation cannot be fulfilled on deployments.apps "architect-api": the object has been modified; please apply your changes to the latest version and try again',
      details: { name: NAME, group: 'apps', kind: 'deployments' },
    });
    const replaced = refusal(
      k.apps.replaceNamespacedDeployment({ ...at, body: { ...seen, spec: { ...seen.spec!, replicas: 3 } } }),
    );
    expect(await replaced).toMatchObject({ code: 409 });
    const scale = await k.apps.readNamespacedDeploymentScale(at);
    const old = { ...scale, metadata: { ...scale.metadata, resourceVersion: seen.metadata!.resourceVersion! } };
    expect(await refusal(k.apps.replaceNamespacedDeploymentScale({ ...at, body: old }))).toMatchObject({ code: 409 });
    expect((await deployment()).spec?.replicas).toBe(10);
    const fresh = {
      metadata: { resourceVersion: (await deployment()).metadata?.resourceVersion, annotations: { note: 'mine' } },
    };
    expect((await patch(fresh)).metadata?.annotations?.note).toBe('mine');
  });

  it('K-10 a JSON patch whose test fails is refused with 422', async () => {
    const test = (value: number) => [
      { op: 'test', path: '/spec/replicas', value },
      { op: 'add', path: '/metadata/annotations/tested', value: 'yes' },
    ];
    expect(await refusal(patch(test(11), json))).toMatchObject({
      code: 422,
      reason: 'Invalid',
      message: 'the server rejected our request due to an error in our request',
    });
    expect((await patch(test(10), json)).metadata?.annotations?.tested).toBe('yes');
  });

  it('K-11 the generation counts changes of the spec only, the resource version every change', async () => {
    const before = await deployment();
    const noted = await patch({ metadata: { annotations: { another: 'note' } } });
    expect(noted.metadata?.generation).toBe(before.metadata?.generation);
    expect(noted.metadata?.resourceVersion).not.toBe(before.metadata?.resourceVersion);
    const again = await patch({ metadata: { annotations: { another: 'note' } } });
    expect(again.metadata?.resourceVersion).toBe(noted.metadata?.resourceVersion);
    const scaled = await patch({ spec: { revisionHistoryLimit: 9 } }, merge);
    expect(scaled.metadata?.generation).toBe((before.metadata?.generation ?? 0) + 1);
  });
});

describe('validation', () => {
  const container = { name: 'api', image: 'x:1' };
  it.each<[string, object, typeof strategic, number, string]>([
    [
      'negative replicas',
      { spec: { replicas: -1 } },
      strategic,
      422,
      'spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    ],
    ['another selector', { spec: { selector: { matchLabels: { app: 'other' } } } }, merge, 422, 'field is immutable'],
    [
      'labels the selector misses',
      { spec: { template: { metadata: { labels: { app: 'x' } } } } },
      merge,
      422,
      '`selector` does not match template `labels`',
    ],
    [
      'no container',
      { spec: { template: { spec: { containers: [] } } } },
      merge,
      422,
      'spec.template.spec.containers: Required value',
    ],
    [
      'a container twice',
      { spec: { template: { spec: { containers: [container, container] } } } },
      merge,
      422,
      'spec.template.spec.containers[1].name: Duplicate value: "api"',
    ],
    [
      'no image',
      { spec: { template: { spec: { containers: [{ name: 'new' }] } } } },
      strategic,
      422,
      'containers[1].image: Required value',
    ],
    ['an unknown strategy', { spec: { strategy: { type: 'Rolling' } } }, merge, 422, 'Unsupported value: "Rolling"'],
    [
      'no room to move',
      { spec: { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } } },
      merge,
      422,
      'may not be 0 when `maxSurge` is 0',
    ],
    [
      'replicas that are text',
      { spec: { replicas: '3' } },
      strategic,
      400,
      'cannot unmarshal string into Go struct field',
    ],
    ['another name', { metadata: { name: 'other' } }, merge, 400, 'does not match the name on the URL'],
    [
      'a patch of nothing there',
      [{ op: 'remove', path: '/spec/nothing' }],
      json,
      422,
      'the server rejected our request',
    ],
  ])('K-12 refuses %s', async (_what, body, options, code, words) => {
    const before = await deployment();
    const refused = await refusal(patch(body, options));
    expect(refused).toMatchObject({ kind: 'Status', status: 'Failure', code });
    expect(refused.message).toContain(words);
    expect(await deployment()).toEqual(before);
  });

  it('K-12 names the field of a refused scale', async () => {
    const refused = await refusal(
      k.apps.patchNamespacedDeploymentScale({ ...at, body: { spec: { replicas: -2 } } }, merge),
    );
    expect(refused).toMatchObject({
      code: 422,
      details: { causes: [{ field: 'spec.replicas', reason: 'FieldValueInvalid' }] },
    });
  });
});

describe('dry runs', () => {
  it('K-13 answer with the object that would be, and change nothing', async () => {
    const before = await deployment();
    const calls = w.sim.world.mutations().length;
    const would = await patch(
      { spec: { replicas: 15, template: { metadata: { annotations: { a: 'b' } } } } },
      strategic,
      { dryRun: 'All', fieldManager: 'tocsin' },
    );
    expect(would.spec?.replicas).toBe(15);
    expect(would.metadata?.generation).toBe((before.metadata?.generation ?? 0) + 1);
    const scaled = await k.apps.patchNamespacedDeploymentScale(
      { ...at, dryRun: 'All', body: { spec: { replicas: 3 } } },
      merge,
    );
    expect(scaled.spec?.replicas).toBe(3);
    await clients(w.sim, 'admin').apps.deleteNamespacedDeployment({ ...at, dryRun: 'All' });
    w.pass(30);
    expect(await deployment()).toEqual(before);
    expect((await k.core.listNamespacedPod({ namespace: NS })).items).toHaveLength(10);
    expect(w.sim.world.mutations()).toHaveLength(calls);
    expect(await refusal(patch({ spec: { replicas: -1 } }, strategic, { dryRun: 'All' }))).toMatchObject({ code: 422 });
  });
});
