/** Answers POST, PUT, PATCH and DELETE for stored objects: preconditions, defaults, validation, then one change. */
import type { SimReply } from '../http/server.ts';
import type { Cluster } from './cluster.ts';
import { completeAutoscaler, completeDeployment } from './defaults.ts';
import { stamp, uid } from './ids.ts';
import { clone, type Fields, isFields, same } from './json.ts';
import type { Kinds, KubeObject, Resource } from './objects.ts';
import { afterUpdate, entriesOf } from './ownership.ts';
import { isOperations, jsonPatch, mergePatch, PatchFailed } from './patch-json.ts';
import { strategicPatch } from './patch-strategic.ts';
import { find } from './read.ts';
import { type ApiRequest, isDryRun } from './request.ts';
import { apiVersion, type ResourceInfo } from './resources.ts';
import {
  alreadyExists,
  badRequest,
  conflict,
  invalid,
  notAllowed,
  notFound,
  unpatchable,
  unsupportedType,
} from './status.ts';
import { checkAutoscaler, checkBudget, checkDeployment, checkName, Malformed } from './validate.ts';

const PATCHES = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
] as const;

/** The patched document, or the refusal Kubernetes has for a patch that does not apply. */
export function patched(a: ApiRequest, current: unknown): unknown {
  const type = (a.req.headers['content-type'] ?? '').split(';')[0] ?? '';
  const patch = a.req.body;
  try {
    if (type === PATCHES[0]) {
      if (!isOperations(patch)) throw badRequest('json: cannot unmarshal the patch into a list of operations');
      return jsonPatch(current, patch);
    }
    if (type !== PATCHES[1] && type !== PATCHES[2]) throw unsupportedType(type, PATCHES);
    if (!isFields(patch)) throw badRequest('json: cannot unmarshal the patch into an object');
    return type === PATCHES[1] ? mergePatch(current, patch) : strategicPatch(current, patch);
  } catch (e) {
    throw e instanceof PatchFailed ? unpatchable() : e;
  }
}

export function create(cluster: Cluster, a: ApiRequest, info: ResourceInfo): SimReply {
  if (a.name !== '') throw notAllowed();
  if (info.namespaced && !cluster.store.get('namespaces', '', a.namespace))
    throw notFound({ ...info, plural: 'namespaces', group: '' }, a.namespace);
  const object = document(a, info);
  const meta = isFields(object.metadata) ? object.metadata : {};
  if (meta.namespace !== undefined && meta.namespace !== a.namespace)
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  const name = String(meta.name ?? '');
  if (cluster.store.get(info.plural, a.namespace, name)) throw alreadyExists(info, name);
  const now = cluster.now();
  object.apiVersion = apiVersion(info);
  object.kind = info.kind;
  object.metadata = {
    ...meta,
    namespace: a.namespace,
    uid: uid(`${info.plural}/${a.namespace}/${name}/${cluster.store.version}`),
    resourceVersion: '',
    generation: 1,
    creationTimestamp: stamp(now),
  };
  object.status = EMPTY_STATUS[info.plural] ?? {};
  admit(info, object, undefined);
  const ready = asStored(object);
  return {
    status: 201,
    body: isDryRun(a.req) ? ready : cluster.act(() => cluster.store.put(info.plural, ready)),
  };
}

const EMPTY_STATUS: Partial<Record<Resource, object>> = {
  horizontalpodautoscalers: { currentReplicas: 0, desiredReplicas: 0 },
  poddisruptionbudgets: { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 },
};

export function change(cluster: Cluster, a: ApiRequest, info: ResourceInfo): SimReply {
  const current = find(cluster, a, info);
  const next = a.verb === 'patch' ? patched(a, current) : document(a, info);
  if (!isFields(next)) throw badRequest('the patched document is no object');
  if (a.sub === 'status' && 'spec' in current) next.spec = clone<unknown>(current.spec);
  return { status: 200, body: store(cluster, a, info, current, next) };
}

/** Stores a new version of an object, if it may be one; what only the server may say stays as it was. */
export function store(
  cluster: Cluster,
  a: ApiRequest,
  info: ResourceInfo,
  current: KubeObject,
  next: Fields,
): KubeObject {
  const meta: Fields = isFields(next.metadata) ? next.metadata : {};
  const was = current.metadata;
  if (meta.name !== undefined && meta.name !== was.name)
    throw badRequest(`the name of the object (${String(meta.name)}) does not match the name on the URL (${was.name})`);
  const version = meta.resourceVersion;
  if (version !== undefined && version !== '' && version !== was.resourceVersion) throw conflict(info, was.name);
  if (meta.uid !== undefined && meta.uid !== was.uid)
    throw conflict(
      info,
      was.name,
      `Precondition failed: UID in precondition: ${String(meta.uid)}, UID in object meta: ${was.uid}`,
    );
  const { labels, annotations } = meta;
  const object: Fields = {
    ...next,
    apiVersion: current.apiVersion,
    kind: current.kind,
    metadata: {
      ...was,
      // What is empty is left out, as Go does.
      labels: isFields(labels) && Object.keys(labels).length > 0 ? labels : undefined,
      annotations: isFields(annotations) && Object.keys(annotations).length > 0 ? annotations : undefined,
    },
    ...('status' in current ? { status: a.sub === 'status' ? (next.status ?? current.status) : current.status } : {}),
  };
  admit(info, object, { ...current });
  const managed = managers(cluster, a, current, { object, applied: entriesOf(meta) });
  const grown = 'spec' in current && !same(current.spec, object.spec);
  const ready = {
    ...object,
    metadata: {
      ...(object.metadata as Fields),
      ...(grown ? { generation: (was.generation ?? 1) + 1 } : {}),
      ...managed,
    },
  };
  const typed = asStored(clone(ready));
  return isDryRun(a.req) ? typed : cluster.act(() => cluster.store.put(info.plural, typed));
}

/** Who has set which field now. What was there before anybody gave a name is nobody's. */
function managers(
  cluster: Cluster,
  a: ApiRequest,
  current: KubeObject,
  { object, applied }: { object: Fields; applied: readonly object[] },
): { managedFields?: readonly object[] } {
  const { managedFields: were } = current.metadata;
  const manager = a.req.query.get('fieldManager') ?? '';
  if ((a.req.headers['content-type'] ?? '').startsWith('application/apply-patch')) return { managedFields: applied };
  if (a.sub === 'status' || (manager === '' && were === undefined)) return {};
  const by = { manager: manager || 'unknown', apiVersion: current.apiVersion, time: stamp(cluster.now()) };
  const managedFields = afterUpdate({ ...current }, object, by);
  return managedFields.length > 0 ? { managedFields } : {};
}

/** What has passed validation has the shape. */
function asStored(value: unknown): Kinds[Resource] {
  return value as Kinds[Resource];
}

function document(a: ApiRequest, info: ResourceInfo): Fields {
  if (!isFields(a.req.body)) throw badRequest(`the object provided is unrecognized (must be of type ${info.kind})`);
  const kind = a.req.body.kind;
  if (kind !== undefined && kind !== info.kind)
    throw badRequest(
      `${info.kind} in version "${info.version}" cannot be handled as a ${info.kind}: no kind "${String(kind)}" is registered`,
    );
  return clone(a.req.body);
}

/** Defaults, then validation. */
function admit(info: ResourceInfo, object: Fields, before: Fields | undefined): void {
  const meta = isFields(object.metadata) ? object.metadata : {};
  if (info.plural === 'deployments') completeDeployment(object);
  if (info.plural === 'horizontalpodautoscalers') completeAutoscaler(object);
  for (const notes of [meta.labels, meta.annotations])
    for (const v of Object.values(isFields(notes) ? notes : {}))
      if (typeof v !== 'string')
        throw badRequest(
          `${info.kind} in version "${info.version}" cannot be handled as a ${info.kind}: labels and annotations must be strings`,
        );
  try {
    const checks = {
      deployments: checkDeployment,
      horizontalpodautoscalers: checkAutoscaler,
      poddisruptionbudgets: checkBudget,
    } as const;
    const check = info.plural in checks ? checks[info.plural as keyof typeof checks] : undefined;
    const causes = [...checkName(meta.name), ...(check?.(object, before) ?? [])];
    if (causes.length > 0) throw invalid(info.kind, info.group, String(meta.name ?? ''), causes);
  } catch (e) {
    if (!(e instanceof Malformed)) throw e;
    throw badRequest(`${info.kind} in version "${info.version}" cannot be handled as a ${info.kind}: ${e.message}`);
  }
}

export function remove(cluster: Cluster, a: ApiRequest, info: ResourceInfo): SimReply {
  const current = find(cluster, a, info);
  const wanted = isFields(a.req.body) && isFields(a.req.body.preconditions) ? a.req.body.preconditions : {};
  for (const k of ['uid', 'resourceVersion'] as const)
    if (wanted[k] !== undefined && wanted[k] !== current.metadata[k])
      throw conflict(info, a.name, `Precondition failed: ${k}`);
  if (current.kind === 'Pod') {
    const pod = current as Kinds['pods'];
    if (!isDryRun(a.req)) cluster.act(() => cluster.kubelet.terminate(pod));
    return { status: 200, body: cluster.store.get('pods', a.namespace, a.name) ?? current };
  }
  if (!isDryRun(a.req)) cluster.act(() => cluster.store.remove(info.plural, current));
  const details = { name: a.name, group: info.group, kind: info.plural, uid: current.metadata.uid };
  return { status: 200, body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details } };
}
