/** Answers GET for stored objects: one, a list in pages, or a watch. */
import type { SimReply } from '../http/server.ts';
import type { Cluster } from './cluster.ts';
import { forgetOld } from './events.ts';
import type { KubeObject, Labels } from './objects.ts';
import type { ApiRequest } from './request.ts';
import { apiVersion, type ResourceInfo } from './resources.ts';
import { fieldTest, labelTest } from './selectors.ts';
import { badRequest, expired, notFound } from './status.ts';
import { type IncludeObject, table, wantsTable } from './table.ts';

export function include(a: ApiRequest): IncludeObject {
  const asked = a.req.query.get('includeObject');
  return asked === 'None' || asked === 'Object' ? asked : 'Metadata';
}

/** Whether an object is among those asked for by namespace, labels and fields. */
export function selection(a: ApiRequest, info: ResourceInfo): (o: KubeObject) => boolean {
  const { query } = a.req;
  const labelText = query.get('labelSelector') ?? '';
  const labels = labelTest(labelText);
  if (!labels) throw badRequest(`unable to parse requirement: found '${labelText}', expected: a label selector`);
  const fields = fieldTest(info.plural, query.get('fieldSelector') ?? '');
  if (typeof fields === 'string') throw badRequest(fields);
  const namespace = info.namespaced ? a.namespace : '';
  const noLabels: Labels = {};
  return (o) =>
    (namespace === '' || o.metadata.namespace === namespace) && labels(o.metadata.labels ?? noLabels) && fields(o);
}

export function getOne(cluster: Cluster, a: ApiRequest, info: ResourceInfo): SimReply {
  const found = find(cluster, a, info);
  if (!wantsTable(a.req.headers.accept)) return { status: 200, body: found };
  const metadata = { resourceVersion: found.metadata.resourceVersion };
  return { status: 200, body: table(info.plural, [found], { now: cluster.now(), include: include(a), metadata }) };
}

export function find(cluster: Cluster, a: ApiRequest, info: ResourceInfo): KubeObject {
  const found = cluster.store.get(info.plural, info.namespaced ? a.namespace : '', a.name);
  if (!found) throw notFound(info, a.name);
  return found;
}

export function getList(cluster: Cluster, a: ApiRequest, info: ResourceInfo): SimReply {
  if (info.plural === 'events') forgetOld(cluster.store, cluster.now());
  const all = cluster.store.list(info.plural).filter(selection(a, info)).sort(byKey);
  const { page, more } = paginate(all, a, String(cluster.store.version));
  const metadata = { resourceVersion: more?.version ?? String(cluster.store.version), ...(more ? more.metadata : {}) };
  if (wantsTable(a.req.headers.accept))
    return { status: 200, body: table(info.plural, page, { now: cluster.now(), include: include(a), metadata }) };
  // Inside a list, items do not repeat what the list says.
  const items = page.map(({ apiVersion: _v, kind: _k, ...item }) => item);
  return { status: 200, body: { kind: `${info.kind}List`, apiVersion: apiVersion(info), metadata, items } };
}

interface Rest {
  readonly version: string;
  readonly metadata: { continue?: string; remainingItemCount?: number };
}

/** A continue token names the version of the first page and the last key given out. */
function paginate<T extends KubeObject>(
  all: readonly T[],
  a: ApiRequest,
  version: string,
): { page: T[]; more: Rest | undefined } {
  const limit = Number(a.req.query.get('limit') ?? 0);
  const token = a.req.query.get('continue') ?? '';
  let from = { v: version, after: '' };
  if (token !== '') {
    const text = Buffer.from(token, 'base64url').toString('utf8');
    const [v, after] = text.split('\n');
    if (!v || after === undefined) throw badRequest('continue key is not valid');
    if (Number(version) - Number(v) > 4000) throw expired();
    from = { v, after };
  }
  const rest = all.filter((o) => key(o) > from.after);
  if (!(limit > 0) || rest.length <= limit)
    return { page: rest, more: token === '' ? undefined : { version: from.v, metadata: {} } };
  const page = rest.slice(0, limit);
  const next = Buffer.from(`${from.v}\n${key(page.at(-1)!)}`).toString('base64url');
  return { page, more: { version: from.v, metadata: { continue: next, remainingItemCount: rest.length - limit } } };
}

const key = (o: KubeObject) => `${o.metadata.namespace ?? ''}/${o.metadata.name}`;
const byKey = (a: KubeObject, b: KubeObject) => (key(a) < key(b) ? -1 : 1);
