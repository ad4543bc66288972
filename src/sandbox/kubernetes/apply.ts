/** Server-side apply: creates an object, or makes exactly the named fields the applier's, unless others hold them. */
import type { SimReply } from '../http/server.ts';
import type { Cluster } from './cluster.ts';
import { stamp } from './ids.ts';
import { clone, type Fields, isFields, same } from './json.ts';
import { drop, entriesOf, leaves, type ManagedFields, named, owned, without, written } from './ownership.ts';
import { strategicPatch } from './patch-strategic.ts';
import type { ApiRequest } from './request.ts';
import { apiVersion, type ResourceInfo } from './resources.ts';
import { badRequest, notAllowed, Refused } from './status.ts';
import { create, store } from './write.ts';

export function isApply(a: ApiRequest): boolean {
  return a.verb === 'patch' && (a.req.headers['content-type'] ?? '').startsWith('application/apply-patch+yaml');
}

/** An apply of something that is not there creates it, and takes the right to. */
export function creates(cluster: Cluster, a: ApiRequest, info: ResourceInfo): boolean {
  return isApply(a) && !cluster.store.get(info.plural, info.namespaced ? a.namespace : '', a.name);
}

export function apply(cluster: Cluster, a: ApiRequest, info: ResourceInfo): SimReply {
  const manager = a.req.query.get('fieldManager') ?? '';
  if (manager === '')
    throw badRequest(
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    );
  const manifest = a.req.body;
  if (!isFields(manifest)) throw badRequest('error decoding YAML: the manifest is no object');
  const meta = isFields(manifest.metadata) ? manifest.metadata : {};
  if (meta.managedFields !== undefined) throw badRequest('metadata.managedFields must be nil');
  const mine: ManagedFields = {
    manager,
    operation: 'Apply',
    apiVersion: apiVersion(info),
    time: stamp(cluster.now()),
    fieldsType: 'FieldsV1',
    fieldsV1: written(leaves(manifest).keys()),
  };
  const current = cluster.store.get(info.plural, info.namespaced ? a.namespace : '', a.name);
  if (!current) {
    if (!info.verbs.includes('create')) throw notAllowed();
    const body = { ...manifest, metadata: { ...meta, name: a.name, managedFields: [mine] } };
    return create(cluster, { ...a, name: '', req: { ...a.req, body } }, info);
  }
  const live = current as unknown as Fields;
  const isMine = (e: ManagedFields) => e.manager === manager && e.operation === 'Apply';
  const entries = entriesOf(current.metadata);
  const others = entries.filter((e) => !isMine(e));
  const taken = conflicts(leaves(live), leaves(manifest), others);
  if (taken.length > 0 && a.req.query.get('force') !== 'true') throw inConflict(taken);
  const next = strategicPatch(live, clone(manifest)) as Fields;
  const held = new Set([...leaves(manifest).keys(), ...others.flatMap((e) => owned(e.fieldsV1))]);
  // What was applied before and is not named any more goes, unless somebody else wants it too.
  for (const path of entries.filter(isMine).flatMap((e) => owned(e.fieldsV1))) if (!held.has(path)) drop(next, path);
  const lost = new Set(taken.map((t) => t.path));
  const managedFields = [...others.flatMap((e) => without(e, lost)), mine];
  next.metadata = { ...(isFields(next.metadata) ? next.metadata : {}), managedFields };
  return { status: 200, body: store(cluster, a, info, current, next) };
}

interface Conflict {
  readonly path: string;
  readonly entry: ManagedFields;
}

function conflicts(
  live: ReadonlyMap<string, unknown>,
  wanted: ReadonlyMap<string, unknown>,
  others: readonly ManagedFields[],
): readonly Conflict[] {
  return others.flatMap((entry) =>
    owned(entry.fieldsV1)
      .filter((path) => wanted.has(path) && live.has(path) && !same(live.get(path), wanted.get(path)))
      .map((path) => ({ path, entry })),
  );
}

function inConflict(all: readonly Conflict[]): Refused {
  const with_ = ({ entry }: Conflict) => `conflict with "${entry.manager}" using ${entry.apiVersion}`;
  const lines = all.map((c) => `${with_(c)}: ${named(c.path)}`);
  const message = `Apply failed with ${all.length} conflict${all.length === 1 ? '' : 's'}: ${lines.join('; ')}`;
  const causes = all.map((c) => ({ reason: 'FieldManagerConflict' as const, message: with_(c), field: named(c.path) }));
  return new Refused(409, 'Conflict', message, { causes });
}
