/** The Kubernetes API over HTTP: who asks, may they, and who answers. */
import type { SimReply, SimRequest } from '../http/server.ts';
import { apply, creates, isApply } from './apply.ts';
import type { Cluster } from './cluster.ts';
import { discover } from './discovery.ts';
import { evict } from './eviction.ts';
import type { Usage } from './metrics.ts';
import { metricsList, nodeMetrics } from './metrics.ts';
import { podLog } from './pod-log.ts';
import { allows, type Rbac, type User } from './rbac.ts';
import { getList, getOne } from './read.ts';
import { type ApiRequest, readRequest } from './request.ts';
import type { ResourceInfo } from './resources.ts';
import { isProtobuf, readReview } from './review-protobuf.ts';
import { review } from './reviews.ts';
import { scale } from './scale.ts';
import { forbidden, noSuchPath, notAllowed, Refused, unauthorized } from './status.ts';
import { watch } from './watch.ts';
import { change, create, remove } from './write.ts';

export interface ApiParts {
  readonly cluster: Cluster;
  readonly rbac: Rbac;
  readonly usage: Usage;
}

export function answer(parts: ApiParts, req: SimRequest): SimReply {
  parts.cluster.settle();
  try {
    return route(parts, req);
  } catch (e) {
    if (e instanceof Refused) return e.reply;
    throw e;
  }
}

function route(parts: ApiParts, req: SimRequest): SimReply {
  if (['/healthz', '/livez', '/readyz'].includes(req.path)) return { status: 200, body: 'ok' };
  const user = caller(parts.rbac, req);
  const document = req.method === 'GET' ? discover(req.path.replace(/(.)\/$/, '$1')) : undefined;
  if (document !== undefined) return { status: 200, body: document };
  const a = readRequest(req);
  if (!a) throw noSuchPath();
  if (a.group === 'authorization.k8s.io') return reviewed(a, user);
  if (!allows(user, a)) throw forbidden(user.name, a.verb, a);
  if (a.group === 'metrics.k8s.io' && a.plural === 'pods') {
    if (a.verb !== 'get' && a.verb !== 'list') throw notAllowed();
    return metricsList(parts.cluster, a, parts.usage);
  }
  if (a.group === 'metrics.k8s.io' && a.plural === 'nodes') {
    if (a.verb !== 'list') throw notAllowed();
    return nodeMetrics(parts.cluster, parts.usage);
  }
  if (!a.info) throw noSuchPath();
  if (creates(parts.cluster, a, a.info) && !allows(user, { ...a, verb: 'create' }))
    throw forbidden(user.name, 'create', a);
  return dispatch(parts.cluster, a, a.info);
}

function caller(rbac: Rbac, req: SimRequest): User {
  const header = req.headers['impersonate-user'];
  const actAs = Array.isArray(header) ? header[0] : header;
  const user = rbac.authenticate(req.headers.authorization, actAs);
  if (!user) throw unauthorized();
  if (user !== 'denied') return user;
  const name = actAs ?? '';
  const me = rbac.authenticate(req.headers.authorization, undefined);
  const by = me && me !== 'denied' ? me.name : '';
  throw forbidden(by, 'impersonate', { group: '', plural: 'users', sub: '', name, namespace: '' });
}

function reviewed(a: ApiRequest, user: User): SimReply {
  if (a.plural !== 'selfsubjectaccessreviews' && a.plural !== 'selfsubjectrulesreviews') throw noSuchPath();
  if (a.verb !== 'create') throw notAllowed();
  if (user.name === 'system:anonymous') throw forbidden(user.name, a.verb, a);
  const { raw } = a.req;
  return review(a.plural, user, isProtobuf(raw) ? readReview(raw) : a.req.body);
}

function dispatch(cluster: Cluster, a: ApiRequest, info: ResourceInfo): SimReply {
  if (a.sub === 'log' && info.plural === 'pods') {
    if (a.verb !== 'get') throw notAllowed();
    return podLog(cluster, a, info);
  }
  if (a.sub === 'eviction' && info.plural === 'pods') return evict(cluster, a, info);
  if (a.sub === 'scale' && info.subresources.includes('scale')) return scale(cluster, a, info);
  if (a.sub !== '' && !(a.sub === 'status' && info.subresources.includes('status'))) throw noSuchPath();
  if (!info.verbs.includes(a.verb)) throw notAllowed();
  switch (a.verb) {
    case 'get':
      return getOne(cluster, a, info);
    case 'list':
      return getList(cluster, a, info);
    case 'watch':
      return watch(cluster, a, info);
    case 'create':
      return create(cluster, a, info);
    case 'update':
    case 'patch':
      return isApply(a) ? apply(cluster, a, info) : change(cluster, a, info);
    case 'delete':
      return remove(cluster, a, info);
    default:
      throw notAllowed();
  }
}
