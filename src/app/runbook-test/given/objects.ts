/** `given.cluster`: what stands in the simulated cluster, each thing put there in its turn. */
import { z } from 'zod';
import type { Cluster } from '../../../sandbox/kubernetes/cluster.ts';
import { completeAutoscaler, completeDeployment } from '../../../sandbox/kubernetes/defaults.ts';
import { putNamespaces } from '../../../sandbox/kubernetes/ground.ts';
import { stamp, uid } from '../../../sandbox/kubernetes/ids.ts';
import { BEHAVIOURS } from '../../../sandbox/kubernetes/images.ts';
import type { Deployment, Kinds, KubeObject, Meta } from '../../../sandbox/kubernetes/objects.ts';
import { apiVersion, RESOURCES } from '../../../sandbox/kubernetes/resources.ts';

const CAUSE = 'kubernetes.io/change-cause';
const words = z.record(z.string(), z.string());

export const objectSchema = z.strictObject({
  kind: z.enum(RESOURCES.map((r) => r.kind) as [string, ...string[]]),
  namespace: z.string().optional(),
  name: z.string().min(1),
  labels: words.optional(),
  annotations: words.optional(),
  /** It goes. */
  gone: z.literal(true).optional(),
  // Of a deployment, in short; the same name again is its next release.
  replicas: z.int().min(0).max(200).optional(),
  image: z.string().optional(),
  container: z.string().optional(),
  behaves: z.enum(BEHAVIOURS).optional(),
  cause: z.string().optional(),
  // Of anything, as the API has it.
  spec: z.record(z.string(), z.unknown()).optional(),
  status: z.record(z.string(), z.unknown()).optional(),
  data: words.optional(),
});
export type GivenObject = z.output<typeof objectSchema>;

/** Puts it there, changes it, or takes it away. Throws for a kind the cluster does not host. */
export function putObject(cluster: Cluster, o: GivenObject): void {
  const info = RESOURCES.find((r) => r.kind === o.kind);
  if (!info) throw new Error(`the simulated cluster has no ${o.kind}`);
  const namespace = info.namespaced ? (o.namespace ?? 'default') : '';
  if (namespace !== '' && !cluster.store.get('namespaces', '', namespace)) putNamespaces(cluster, [namespace]);
  if (o.image !== undefined && o.behaves) cluster.images.mark(o.image, o.behaves);
  const is = cluster.store.get(info.plural, namespace, o.name);
  if (o.gone) {
    if (is) cluster.store.remove(info.plural, is);
  } else if (is) cluster.store.edit(info.plural, is, (x) => change(x, o));
  else cluster.store.put(info.plural, made(cluster, o, info, namespace));
}

function made(cluster: Cluster, o: GivenObject, info: (typeof RESOURCES)[number], namespace: string) {
  const metadata: Meta = {
    name: o.name,
    ...(namespace ? { namespace } : {}),
    uid: uid(`given/${info.plural}/${namespace}/${o.name}`),
    resourceVersion: '',
    generation: 1,
    creationTimestamp: stamp(cluster.now()),
    labels: { ...(info.plural === 'deployments' ? { app: o.name } : {}), ...o.labels },
    annotations: { ...o.annotations, ...(o.cause === undefined ? {} : { [CAUSE]: o.cause }) },
  };
  const object = {
    ...{ apiVersion: apiVersion(info), kind: info.kind, metadata },
    ...(info.plural === 'deployments' ? { spec: deploymentSpec(o), status: {} } : {}),
    ...(o.spec ? { spec: structuredClone(o.spec) } : {}),
    ...(o.status ? { status: structuredClone(o.status) } : {}),
    ...(o.data ? { data: { ...o.data } } : {}),
  };
  if (info.plural === 'deployments') completeDeployment(object);
  if (info.plural === 'horizontalpodautoscalers') {
    completeAutoscaler(object);
    object.status ??= { currentReplicas: 0, desiredReplicas: 0 };
  }
  return object as unknown as Kinds[typeof info.plural];
}

function deploymentSpec({
  name,
  replicas = 1,
  container = 'app',
  image = `registry.example.com/${name}:v1`,
}: GivenObject) {
  const labels = { app: name };
  return {
    replicas,
    selector: { matchLabels: labels },
    template: { metadata: { labels: { ...labels } }, spec: { containers: [{ name: container, image }] } },
  };
}

function change(x: KubeObject, o: GivenObject): void {
  const { metadata } = x;
  metadata.labels = { ...metadata.labels, ...o.labels };
  metadata.annotations = {
    ...metadata.annotations,
    ...o.annotations,
    ...(o.cause === undefined ? {} : { [CAUSE]: o.cause }),
  };
  metadata.generation = (metadata.generation ?? 1) + 1;
  const open = x as unknown as Record<string, unknown>;
  for (const part of ['spec', 'status', 'data'] as const) {
    const given = o[part];
    if (given) open[part] = { ...(open[part] as object | undefined), ...structuredClone(given) };
  }
  if (x.kind !== 'Deployment') return;
  const { spec } = x as Deployment;
  if (o.replicas !== undefined) spec.replicas = o.replicas;
  const [first] = spec.template.spec.containers;
  if (first && o.image !== undefined) first.image = o.image;
}
