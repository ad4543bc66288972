/** The scale subresource of a deployment: its size and nothing else. */
import type { SimReply } from '../http/server.ts';
import type { Cluster } from './cluster.ts';
import { clone, isFields } from './json.ts';
import type { Deployment, KubeObject } from './objects.ts';
import { find } from './read.ts';
import type { ApiRequest } from './request.ts';
import type { ResourceInfo } from './resources.ts';
import { badRequest, conflict, invalid, notAllowed } from './status.ts';
import { checkReplicas, Malformed } from './validate.ts';
import { patched, store } from './write.ts';

function scaleOf(d: Deployment) {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = d.metadata;
  const selector = Object.entries(d.spec.selector.matchLabels ?? {})
    .map(([k, v]) => `${k}=${v}`)
    .join(',');
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: d.spec.replicas },
    status: { replicas: d.status.replicas ?? 0, selector },
  };
}

export function scale(cluster: Cluster, a: ApiRequest, info: ResourceInfo): SimReply {
  const found = find(cluster, a, info);
  if (!isDeployment(found)) throw notAllowed();
  const current = scaleOf(found);
  if (a.verb === 'get') return { status: 200, body: current };
  if (a.verb !== 'update' && a.verb !== 'patch') throw notAllowed();
  const next = a.verb === 'patch' ? patched(a, current) : a.req.body;
  if (!isFields(next)) throw badRequest('the object provided is unrecognized (must be of type Scale)');
  const meta = isFields(next.metadata) ? next.metadata : {};
  if (meta.resourceVersion && meta.resourceVersion !== found.metadata.resourceVersion) throw conflict(info, a.name);
  const replicas = (isFields(next.spec) ? next.spec.replicas : undefined) ?? 0;
  try {
    const causes = checkReplicas(replicas, 'Scale');
    if (causes.length > 0) throw invalid('Scale', 'autoscaling', a.name, causes);
  } catch (e) {
    throw e instanceof Malformed ? badRequest(`Scale in version "v1" cannot be handled as a Scale: ${e.message}`) : e;
  }
  const stored = store(cluster, a, info, found, { ...clone(found), spec: { ...clone(found.spec), replicas } });
  return { status: 200, body: scaleOf(isDeployment(stored) ? stored : found) };
}

function isDeployment(o: KubeObject): o is Deployment {
  return o.kind === 'Deployment';
}
