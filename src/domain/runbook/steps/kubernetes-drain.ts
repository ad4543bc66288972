/** kubernetes.drain: no new pods on a node, and those there asked to leave, as fast as disruption budgets allow. */
import { z } from 'zod';
import { CHANGE_KEY } from '../../../ports/cluster.ts';
import type { Evicted, PodOnNode } from '../../../ports/evictions.ts';
import type { KubeObject } from '../../../ports/objects.ts';
import type { Plan } from '../model.ts';
import { type ClusterRight, changeObject, type Need } from '../needs.ts';
import type { ChangeKind, ExecuteContext, Executed, Planned, StepPorts } from '../step-kind.ts';
import { schemaOf } from '../step-kind.ts';
import { moved } from './deployment-change.ts';
import { fieldsOf } from './field-changes.ts';
import { objectName } from './fields.ts';
import { find, metaOf } from './object-change.ts';

const params = z.strictObject({
  node: objectName,
  /** Pods that nothing makes again. */
  withUnmanaged: z.boolean().default(false),
  /** Pods with data on the node that is lost with them. */
  withEmptyDir: z.boolean().default(false),
});

const rights: readonly ClusterRight[] = [
  ...changeObject('nodes', 'patch'),
  { apiGroup: '', resource: 'pods', verb: 'list' },
  { apiGroup: '', resource: 'pods/eviction', verb: 'create' },
];

/** Looked at again so often, milliseconds; a worker gives up after thirty looks without an end, and a person is asked. */
const ROUND = 20_000;
/** Of those that are asked beforehand whether they could go. */
const MOST_TRIED = 50;

const nodeRef = (name: string) => ({ kind: 'nodes', namespace: '', name }) as const;
const full = (p: PodOnNode): string => `${p.namespace}/${p.name}`;
const listed = (pods: readonly PodOnNode[]): string => pods.map(full).sort().join(', ');

/** Those that an eviction is for: a daemon set's would come back at once, and the node's own obey only the node. */
const toGo = (pods: readonly PodOnNode[]) => pods.filter((p) => !p.mirror && p.controller !== 'DaemonSet');
const unmanaged = (pods: readonly PodOnNode[]) => pods.filter((p) => p.controller === undefined);
const withData = (pods: readonly PodOnNode[]) => pods.filter((p) => p.emptyDirs.length > 0);

/** What would be lost for good must be what the approver saw; other pods come and go. */
function guardedFacts(node: KubeObject, pods: readonly PodOnNode[]): Plan['guarded'] {
  return {
    uid: String(metaOf(node).uid),
    unschedulable: fieldsOf(node.spec).unschedulable === true,
    unmanaged: listed(unmanaged(pods)),
    emptyDir: listed(withData(pods)),
  };
}

async function plan(params_: unknown, { objects, changes, evictions }: StepPorts, key: string): Promise<Planned> {
  const { node, withUnmanaged, withEmptyDir } = params.parse(params_);
  const live = await find(objects, nodeRef(node));
  if (!live) return { refused: `there is no node ${node}` };
  const all = await evictions.podsOn(node);
  const pods = toGo(all);
  const [alone, data] = [unmanaged(pods), withData(pods)];
  const cordoned = fieldsOf(live.spec).unschedulable === true;
  if (cordoned && pods.length === 0) return { refused: `node ${node} is drained already` };
  if (alone.length > 0 && !withUnmanaged) {
    return { refused: `nothing would make ${listed(alone)} again: set withUnmanaged: true if they may go` };
  }
  if (data.length > 0 && !withEmptyDir) {
    return { refused: `${listed(data)} would lose the data in emptyDir volumes: set withEmptyDir: true if it may go` };
  }
  await changes.patch(nodeRef(node), cordon(live, key), { dryRun: true });
  const asked = pods.filter((p) => !p.leaving).slice(0, MOST_TRIED);
  const held: string[] = [];
  for (const pod of asked) {
    const answer = await evictions.evict(pod, { dryRun: true });
    if (answer.kind === 'held') held.push(full(pod));
  }
  const others = all.length - pods.length;
  return {
    summary: `Drain node ${node}: ${pods.length} pods leave, none comes`,
    changes: [
      ...(cordoned ? [] : [{ what: 'takes new pods', from: 'yes', to: 'no' }]),
      { what: 'pods', from: listed(pods) || 'none', to: 'elsewhere' },
    ],
    notes: [
      ...(alone.length > 0 ? [`Nothing makes these again: ${listed(alone)}`] : []),
      ...(data.length > 0 ? [`These lose the data in emptyDir volumes: ${listed(data)}`] : []),
      ...(held.length > 0 ? [`A disruption budget holds these now, and they are asked again: ${held.join(', ')}`] : []),
      ...(others > 0 ? [`${others} pods of daemon sets and of the node itself stay`] : []),
    ],
    guarded: guardedFacts(live, pods),
    request: { node, mayGo: [...alone, ...data].map(full), output: { node, text: `node ${node} is drained` } },
    ...(cordoned
      ? {}
      : { undo: { kind: 'kubernetes.uncordon', params: { node }, summary: `Let pods come to node ${node} again` } }),
  };
}

function cordon(live: KubeObject, key: string) {
  const { resourceVersion } = metaOf(live);
  const metadata = { resourceVersion, annotations: { [CHANGE_KEY]: key } };
  return { type: 'merge', body: { metadata, spec: { unschedulable: true } } } as const;
}

const request = z.strictObject({
  node: z.string(),
  mayGo: z.array(z.string()),
  output: z.record(z.string(), z.json()),
});

/** One round. Killed anywhere in it, the next one begins by looking at what is left. */
async function execute(of: Plan, ports: StepPorts, { key, late }: ExecuteContext): Promise<Executed> {
  const { node, mayGo, output } = request.parse(of.request);
  const live = await find(ports.objects, nodeRef(node));
  const pods = toGo(await ports.evictions.podsOn(node));
  const begun = fieldsOf(metaOf(live).annotations)[CHANGE_KEY] === key;
  if (!begun) {
    const differs = moved(of.guarded, live ? guardedFacts(live, pods) : {});
    if (!live || differs.length > 0) return { kind: 'drifted', moved: differs };
    if (late) return { kind: 'late' };
    await ports.changes.patch(nodeRef(node), cordon(live, key), { dryRun: false });
  }
  if (pods.length === 0) return { kind: 'done', output };
  const left: string[] = [];
  for (const pod of pods) {
    const answer = pod.leaving ? ({ kind: 'leaving' } as const) : await letGo(pod, mayGo, ports);
    if (answer.kind !== 'gone') left.push(reason(pod, answer));
  }
  if (left.length === 0) return { kind: 'done', output };
  return {
    kind: 'going',
    left: `${left.length} pods are on ${node} still: ${left.slice(0, 5).join('; ')}`,
    after: ROUND,
  };
}

async function letGo(pod: PodOnNode, mayGo: readonly string[], { evictions }: StepPorts): Promise<Evicted> {
  const precious = pod.controller === undefined || pod.emptyDirs.length > 0;
  // Came after the plan: nobody has agreed to lose it.
  if (precious && !mayGo.includes(full(pod))) return { kind: 'held', why: 'nobody has agreed to lose it' };
  return await evictions.evict(pod, { dryRun: false });
}

const reason = (pod: PodOnNode, e: Evicted): string =>
  e.kind === 'held' ? `${full(pod)} (${e.why})` : `${full(pod)} is leaving`;

export const kubernetesDrain: ChangeKind = {
  name: 'kubernetes.drain',
  summary: 'Keeps new pods off a node and asks those there to leave, as disruption budgets allow.',
  risk: 'high',
  class: 'keyed',
  mutates: true,
  schema: schemaOf(params, { mutates: true, outputs: ['node', 'text', 'note'] }),
  examples: [{ means: 'Before its update', params: { node: 'node-a' } }],
  needs: (): readonly Need[] => rights.map((right) => ({ on: 'cluster', namespace: '', right })),
  target: (p) => `node/${params.parse(p).node}`,
  plan: (p, ports, { key }) => plan(p, ports, key),
  execute,
  lines: (output) => [String(output.text)],
};
