/** The world as it is found: a namespace, three nodes, one service at its third release, and who may touch it. */

import type { Cluster } from '../kubernetes/cluster.ts';
import { completeDeployment } from '../kubernetes/defaults.ts';
import { putNamespaces, putNodes } from '../kubernetes/ground.ts';
import { stamp, uid } from '../kubernetes/ids.ts';
import type { Deployment, Meta } from '../kubernetes/objects.ts';
import type { Rbac } from '../kubernetes/rbac.ts';
import { REVISION } from '../kubernetes/rollout-math.ts';
import { surroundings } from './surroundings.ts';

export const NAMESPACE = 'architect-production';
export const DEPLOYMENT = 'architect-api';
export const IMAGE = 'registry.example.com/architect-api';

const DAY = 86_400_000;
/** How long before now the first remembered release went out. */
export const HISTORY_MS = 3 * DAY;
const CAUSE = 'kubernetes.io/change-cause';

export function seedUsers(rbac: Rbac, beside: readonly string[] = []): void {
  const namespaces = [NAMESPACE, ...beside];
  const look = { verbs: ['get', 'list', 'watch'], namespaces };
  const reading = [
    { apiGroups: [''], resources: ['pods', 'pods/log', 'events'], ...look },
    { apiGroups: [''], resources: ['services', 'configmaps', 'persistentvolumeclaims'], ...look },
    { apiGroups: ['apps'], resources: ['statefulsets', 'daemonsets'], ...look },
    { apiGroups: ['batch'], resources: ['jobs', 'cronjobs'], ...look },
    { apiGroups: ['cert-manager.io'], resources: ['certificates'], ...look },
    { apiGroups: ['', 'metrics.k8s.io'], resources: ['nodes'], verbs: ['list'] },
    { apiGroups: ['apps'], resources: ['deployments', 'replicasets', 'deployments/scale'], ...look },
    { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], ...look },
    { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], ...look },
    { apiGroups: ['metrics.k8s.io'], resources: ['pods'], ...look },
  ];
  /** What the optional rules of docs/security.md give. */
  const changing = [
    { apiGroups: ['batch'], resources: ['cronjobs'] },
    { apiGroups: [''], resources: ['services', 'configmaps'] },
    { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'] },
    { apiGroups: ['policy'], resources: ['poddisruptionbudgets'] },
  ].map((rule) => ({ ...rule, verbs: ['create', 'delete', 'patch'], namespaces }));
  const besides = [
    ...changing,
    { apiGroups: ['batch'], resources: ['jobs'], verbs: ['create', 'patch'], namespaces },
    { apiGroups: ['apps'], resources: ['statefulsets', 'daemonsets'], verbs: ['patch'], namespaces },
    { apiGroups: [''], resources: ['nodes'], verbs: ['patch'] },
    { apiGroups: [''], resources: ['pods'], verbs: ['list'] },
    // For the selects of forms.
    { apiGroups: [''], resources: ['namespaces'], verbs: ['list'] },
    { apiGroups: [''], resources: ['pods/eviction'], verbs: ['create'] },
  ];
  rbac.set({
    name: 'admin',
    token: 'sandbox-admin-token',
    rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }],
  });
  rbac.set({ name: 'viewer', token: 'sandbox-viewer-token', rules: reading });
  rbac.set({
    name: 'tocsin',
    token: 'sandbox-tocsin-token',
    rules: [
      ...reading,
      { apiGroups: ['apps'], resources: ['deployments', 'deployments/scale'], verbs: ['patch', 'update'], namespaces },
      ...besides,
    ],
  });
  // The doctor warns of this: whoever may delete deployments can end the service.
  const exec = { apiGroups: [''], resources: ['pods/exec'], verbs: ['get'], namespaces };
  const whole = { apiGroups: ['apps'], resources: ['deployments'], verbs: ['create', 'delete', 'patch'], namespaces };
  rbac.set({ name: 'tocsin-wide', token: 'sandbox-tocsin-wide-token', rules: [...reading, ...besides, whole, exec] });
}

/** Lives through the releases v39 and v40 up to v41, which runs now. */
export function seedCluster(cluster: Cluster, now: number): void {
  const begin = cluster.now();
  const meta = (name: string, namespace?: string): Meta => ({
    name,
    ...(namespace ? { namespace } : {}),
    uid: uid(`seed/${namespace ?? ''}/${name}`),
    resourceVersion: '',
    creationTimestamp: stamp(begin),
  });
  putNamespaces(cluster, ['default', NAMESPACE]);
  putNodes(cluster);
  cluster.store.put('poddisruptionbudgets', {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { ...meta(DEPLOYMENT, NAMESPACE), generation: 1 },
    spec: { minAvailable: '60%', selector: { matchLabels: { app: DEPLOYMENT } } },
    status: { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 },
  });
  for (const [resource, object] of surroundings()) {
    const { metadata, ...rest } = object;
    cluster.store.put(resource, { ...rest, metadata: { ...meta(metadata.name, NAMESPACE), ...metadata } });
  }
  cluster.agenda.at(begin, () => {
    cluster.store.put('deployments', firstDeployment({ ...meta(DEPLOYMENT, NAMESPACE), generation: 1 }));
  });
  cluster.liveUntil(begin + 1000);
  startCounting(cluster);
  release(cluster, begin + DAY, 40);
  release(cluster, begin + 2 * DAY, 41);
  cluster.liveUntil(now);
}

function release(cluster: Cluster, at: number, version: number): void {
  cluster.liveUntil(at);
  cluster.agenda.at(at, () => {
    const d = cluster.store.get('deployments', NAMESPACE, DEPLOYMENT);
    if (!d) return;
    cluster.store.edit('deployments', d, (x) => {
      x.metadata.generation = (x.metadata.generation ?? 1) + 1;
      x.metadata.annotations = { ...x.metadata.annotations, [CAUSE]: `release v${version}` };
      for (const c of x.spec.template.spec.containers) c.image = `${IMAGE}:v${version}`;
    });
  });
  cluster.liveUntil(at + 1000);
}

/** Earlier releases are forgotten, their number is not: revision 39 runs v39, so a rollback reads as what it is. */
function startCounting(cluster: Cluster): void {
  for (const s of cluster.store.list('replicasets', NAMESPACE))
    cluster.store.edit('replicasets', s, (x) => {
      x.metadata.annotations = { ...x.metadata.annotations, [REVISION]: '39' };
    });
}

function firstDeployment(metadata: Meta): Deployment {
  const labels = { app: DEPLOYMENT };
  const spec: Record<string, unknown> = {
    replicas: 10,
    selector: { matchLabels: labels },
    template: {
      metadata: { labels: { ...labels } },
      spec: {
        containers: [
          {
            name: 'api',
            image: `${IMAGE}:v39`,
            ports: [{ name: 'http', containerPort: 8080 }],
            env: [{ name: 'LOG_LEVEL', value: 'info' }],
            resources: { requests: { cpu: '500m', memory: '256Mi' }, limits: { memory: '512Mi' } },
            readinessProbe: { httpGet: { path: '/health', port: 'http' }, periodSeconds: 5 },
          },
        ],
      },
    },
  };
  completeDeployment({ spec });
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { ...metadata, labels, annotations: { [CAUSE]: 'release v39' } },
    spec: spec as Deployment['spec'] & Record<string, unknown>,
    status: {},
  };
}
