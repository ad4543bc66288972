/** What the looking kinds show of the simulated cluster, and that names from anywhere reach no path, selector or shell. */
import type { KubernetesObjects } from '../../src/adapters/kubernetes/kubernetes-objects.ts';
import type { Params } from '../../src/domain/runbook/model.ts';
import type { Output } from '../../src/domain/runbook/step-kind.ts';
import { kindOf } from '../../src/domain/runbook/steps/index.ts';
import { OBJECT_KINDS } from '../../src/ports/objects.ts';
import { KUBERNETES_NAMES } from '../corpora/kubernetes-names.ts';
import { NAME, NS } from './sandbox-world.ts';
import { type StepWorld, startStepWorld } from './support/step-world.ts';

let w: StepWorld;
beforeAll(async () => {
  w = await startStepWorld();
});
afterAll(() => w.close());

async function look(name: string, params: Params): Promise<{ output: Output; lines: readonly string[] }> {
  const kind = kindOf(name);
  if (!kind || !('read' in kind)) throw new Error(name);
  expect(kind.schema.check(params)).toEqual([]);
  const output = await kind.read(params, w.ports, { timeout: 5_000, now: w.clock.now(), since: w.clock.now() });
  return { output, lines: kind.lines(output) };
}

describe('kubernetes.get', () => {
  test.each([
    ['services', { name: 'architect-api', type: 'ClusterIP', ports: ['80/TCP'] }],
    ['configmaps', { name: 'architect-api', keys: ['CACHE_TTL', 'LOG_LEVEL'] }],
    ['persistentvolumeclaims', { name: 'data-postgresql-0', ready: true, phase: 'Bound', capacity: '100Gi' }],
    ['statefulsets', { name: 'postgresql', ready: true, replicas: 1, images: ['postgres:16.4'] }],
    ['certificates', { name: 'architect-api-tls', ready: true, notAfter: '2027-03-01T00:00:00Z' }],
    ['cronjobs', { name: 'backup', schedule: '0 3 * * *', suspended: false }],
    ['deployments', { name: NAME, ready: true, replicas: 10 }],
  ])('shows %s with what matters of them', async (kind, row) => {
    const { output, lines } = await look('kubernetes.get', { kind, namespace: NS });
    expect(output.items).toEqual(expect.arrayContaining([expect.objectContaining(row)]));
    expect(lines.join('\n')).toContain(row.name);
    expect(JSON.stringify(output)).not.toContain('300');
  });

  test('shows nodes without a namespace, and pods by label and by name', async () => {
    expect((await look('kubernetes.get', { kind: 'nodes' })).output.counts).toEqual({
      total: 3,
      ready: 3,
      notReady: 0,
    });
    const byLabel = await look('kubernetes.get', { kind: 'pods', namespace: NS, selector: `app=${NAME}` });
    expect(byLabel.output.counts).toMatchObject({ total: 10 });
    const [first] = byLabel.output.items as { name: string }[];
    const byName = await look('kubernetes.get', { kind: 'pods', namespace: NS, name: first?.name ?? '' });
    expect(byName.output.counts).toMatchObject({ total: 1 });
    const none = await look('kubernetes.get', { kind: 'jobs', namespace: NS });
    expect(none).toMatchObject({ output: { items: [], counts: { total: 0 } }, lines: ['0 of 0 ready'] });
  });

  test('an autoscaler tells what it sees and wants', async () => {
    w.sim.world.autoscale({ min: 3, max: 12, targetCpuPercent: 70 });
    const { output } = await look('kubernetes.get', { kind: 'horizontalpodautoscalers', namespace: NS });
    expect(output.items).toEqual([
      expect.objectContaining({
        name: NAME,
        target: `Deployment/${NAME}`,
        min: 3,
        max: 12,
        metrics: [expect.stringMatching(/^cpu .*\/70 %$/)],
      }),
    ]);
  });
});

test('kubernetes.describe tells how it stands, what its containers may use, and what was said about it', async () => {
  const { output, lines } = await look('kubernetes.describe', { kind: 'deployments', namespace: NS, name: NAME });
  expect(output).toMatchObject({
    found: true,
    ready: true,
    containers: [{ name: 'api', requests: { cpu: '500m', memory: '256Mi' }, limits: { memory: '512Mi' } }],
    conditions: expect.arrayContaining([expect.objectContaining({ type: 'Available', status: 'True' })]),
  });
  expect(lines[0]).toBe(`${NAME} · ready`);
  const none = await look('kubernetes.describe', { kind: 'pods', namespace: NS, name: 'gone' });
  expect(none).toMatchObject({ output: { found: false }, lines: ['there is no gone among the pods'] });
});

test('kubernetes.top puts first who uses most', async () => {
  const { output, lines } = await look('kubernetes.top', { namespace: NS, sort: 'memory', first: 3 });
  const used = (output.items as { memoryMiB: number }[]).map((i) => i.memoryMiB);
  expect(used).toHaveLength(3);
  expect(used).toEqual([...used].sort((a, b) => b - a));
  expect(lines[0]).toMatch(/cores · \d+ MiB in all/);
  const [most] = output.items as { cpu: number; cpuOfRequest: number; memoryMiB: number; memoryOfLimit: number }[];
  expect(most?.cpuOfRequest).toBe(Math.round(((most?.cpu ?? 0) / 0.5) * 100));
  expect(Math.abs((most?.memoryOfLimit ?? 0) - ((most?.memoryMiB ?? 0) / 512) * 100)).toBeLessThan(1);
  expect(lines[1]).toMatch(/MiB \(\d+ % of limit\)$/);
  const nodes = await look('kubernetes.top', { of: 'nodes' });
  expect(nodes.output.items).toEqual(
    expect.arrayContaining([expect.objectContaining({ cpuOfAllocatable: expect.any(Number) })]),
  );
  expect((nodes.output.items as { name: string }[]).map((i) => i.name).sort()).toHaveLength(3);
});

describe('kubernetes.logs', () => {
  test('finds words whatever their case, counts them, and names what repeats itself', async () => {
    w.pass(60);
    const all = await look('kubernetes.logs', { namespace: NS, selector: `app=${NAME}`, tail: 50 });
    const word = /: (?:\S+ )*?([A-Za-z]{5,})/.exec((all.output.lines as string[])[0] ?? '')?.[1] ?? '';
    const found = await look('kubernetes.logs', {
      namespace: NS,
      selector: `app=${NAME}`,
      tail: 50,
      grep: [word.toUpperCase(), 'no such word'],
    });
    const matches = found.output.matches as Record<string, number>;
    expect(matches[word.toUpperCase()]).toBeGreaterThan(0);
    expect(matches['no such word']).toBe(0);
    expect((found.output.lines as string[]).every((l) => l.toLowerCase().includes(word.toLowerCase()))).toBe(true);
    expect((all.output.repeated as { count: number }[])[0]?.count).toBeGreaterThan(1);
  });

  test('a time that is long enough, one pod, one container', async () => {
    const pods = await look('kubernetes.get', { kind: 'pods', namespace: NS });
    const running = (pods.output.items as { name: string; ready: boolean }[]).find((p) => p.ready)?.name ?? '';
    const lately = await look('kubernetes.logs', { namespace: NS, pod: running, container: 'api', since: '1h' });
    expect((lately.output.lines as string[]).every((l) => l.startsWith(`${running}/api: `))).toBe(true);
    const none = await look('kubernetes.logs', { namespace: NS, pod: running, container: 'other' });
    expect(none.output.count).toBe(0);
  });
});

test('kubernetes.describe shows why a container does not come up, and how it ended before', async () => {
  w.sim.world.deployBad('crash');
  w.pass(120);
  const pods = await look('kubernetes.get', { kind: 'pods', namespace: NS });
  const [broken] = pods.output.notReady as string[];
  const { output } = await look('kubernetes.describe', { kind: 'pods', namespace: NS, name: broken ?? '' });
  const [box] = output.containers as { state: string; last: string; restarts: number }[];
  expect(`${box?.state} ${box?.last}`).toMatch(/CrashLoopBackOff|terminated/);
  expect(box?.restarts).toBeGreaterThan(0);
  expect((output.events as { reason: string }[]).map((e) => e.reason)).toContain('BackOff');
});

test('kubernetes.describe shows init containers first, with how and when they ended before', async () => {
  const name = 'p';
  const last = { terminated: { reason: 'Error', exitCode: 1, finishedAt: '2026-11-27T00:04:00Z' } };
  const waiting = (reason: string) => ({ waiting: { reason } });
  const pod = {
    metadata: { name },
    spec: { initContainers: [{ name: 'migrate', image: 'm:1' }], containers: [{ name: 'api', image: 'a:1' }] },
    status: {
      initContainerStatuses: [
        { name: 'migrate', restartCount: 4, state: waiting('CrashLoopBackOff'), lastState: last },
      ],
      containerStatuses: [{ name: 'api', restartCount: 0, state: waiting('PodInitializing') }],
    },
  };
  w.faults.add({
    server: 'kubernetes',
    match: /\/pods$/,
    fault: {
      kind: 'status',
      status: 200,
      body: JSON.stringify({ kind: 'PodList', apiVersion: 'v1', metadata: {}, items: [pod] }),
      headers: { 'content-type': 'application/json' },
    },
    times: 1,
  });
  const { output } = await look('kubernetes.describe', { kind: 'pods', namespace: NS, name });
  expect(output).toMatchObject({
    reason: 'CrashLoopBackOff',
    containers: [
      {
        name: 'migrate',
        init: true,
        state: 'waiting: CrashLoopBackOff',
        last: 'terminated: Error with 1 at 2026-11-27T00:04:00Z',
        restarts: 4,
      },
      { name: 'api', state: 'waiting: PodInitializing' },
    ],
  });
});

describe('kubernetes.events', () => {
  test('of one object, of one type, newest last', async () => {
    w.sim.world.deployBad('crash');
    w.pass(120);
    const all = await look('kubernetes.events', { namespace: NS, last: 100 });
    const events = all.output.items as { at: string; type: string; object: string }[];
    expect(events.map((e) => e.at)).toEqual(events.map((e) => e.at).sort());
    expect(new Set(events.map((e) => e.type))).toEqual(new Set(['Normal', 'Warning']));
    const name = events.find((e) => e.type === 'Warning' && e.object.startsWith('Pod/'))?.object.slice(4) ?? '';
    const bad = await look('kubernetes.events', { namespace: NS, kind: 'pods', name, type: 'Warning' });
    const seen = bad.output.items as typeof events;
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.filter((e) => e.type !== 'Warning' || e.object !== `Pod/${name}`)).toEqual([]);
    expect(bad.lines[0]).toBe(`${seen.length} events, ${seen.length} warnings`);
  });

  test('half a name of an object is refused', () => {
    const check = (params: Params) => kindOf('kubernetes.events')?.schema.check(params) ?? [];
    expect(check({ namespace: NS, kind: 'pods' })).not.toEqual([]);
    expect(check({ namespace: NS, name: 'a' })).not.toEqual([]);
  });
});

test('a list that is cut says so', async () => {
  const kind = kindOf('kubernetes.get');
  if (!kind || !('read' in kind)) throw new Error('kubernetes.get');
  const read = async (n: number) => {
    const list = async () => Array.from({ length: n }, (_, i) => ({ metadata: { name: `c-${i}` } }));
    const ports = { ...w.ports, objects: { ...w.ports.objects, list } };
    return kind.read({ kind: 'configmaps', namespace: NS }, ports, { timeout: 5_000, now: 0, since: 0 });
  };
  expect((await read(499)).note).toBeUndefined();
  const cut = await read(500);
  expect(cut.note).toMatch(/only the first 500/);
  expect(kind.lines(cut).at(-1)).toMatch(/there may be more/);
});

test(`${KUBERNETES_NAMES.length} hostile names are refused before any call`, async () => {
  expect(KUBERNETES_NAMES.length).toBeGreaterThanOrEqual(100);
  const before = w.ledger.entries.length;
  const objects = w.ports.objects as KubernetesObjects;
  for (const bad of KUBERNETES_NAMES) {
    const refused = { kind: 'permanent', code: expect.stringMatching(/^kubernetes\.bad-/) };
    await expect(objects.list('pods', { namespace: bad })).rejects.toMatchObject(refused);
    await expect(objects.list('pods', { namespace: NS, name: bad })).rejects.toMatchObject(refused);
    await expect(w.ports.cluster.events(NS, 5, { about: { kind: 'Pod', name: bad } })).rejects.toMatchObject(refused);
    await expect(objects.usage('pods', { namespace: bad })).rejects.toMatchObject(refused);
    await expect(w.ports.cluster.logs(NS, { pod: bad }, { tail: 1 })).rejects.toMatchObject(refused);
    await expect(w.ports.cluster.logs(NS, { statefulset: bad }, { tail: 1 })).rejects.toMatchObject(refused);
    for (const kind of ['kubernetes.get', 'kubernetes.describe', 'kubernetes.logs', 'kubernetes.top']) {
      expect(kindOf(kind)?.schema.check({ kind: 'pods', namespace: bad, name: bad, pod: bad })).not.toEqual([]);
    }
  }
  expect(w.ledger.entries.length).toBe(before);
});

/** A selector may hold several requirements; what is more than equality is not asked. */
test.each([
  'app in (a,b)',
  'app=a,',
  ',',
  '=a',
  'app=a&limit=1',
  'app=a\n',
  'app=*',
  'a b',
  '../x=y',
  'app=a;b',
  `app=${'x'.repeat(64)}`,
])('the selector %j is refused before any call', async (selector) => {
  const before = w.ledger.entries.length;
  await expect(w.ports.objects.list('pods', { namespace: NS, selector })).rejects.toMatchObject({
    code: 'kubernetes.bad-selector',
  });
  expect(kindOf('kubernetes.get')?.schema.check({ kind: 'pods', namespace: NS, selector })).not.toEqual([]);
  expect(w.ledger.entries.length).toBe(before);
});

test.each(['kubernetes.get', 'kubernetes.describe'])(
  '%s says that the name of an object is wrong, whatever it is',
  (kind) => {
    const problems = JSON.stringify(kindOf(kind)?.schema.check({ kind: 'services', namespace: NS, name: 'A b' }));
    expect(problems).toContain('must be the name of an object');
  },
);

test('no kind of object is a Secret', () => {
  expect(OBJECT_KINDS.filter((k) => /secret/i.test(k))).toEqual([]);
  expect(kindOf('kubernetes.get')?.schema.check({ kind: 'secrets', namespace: NS })).not.toEqual([]);
});
