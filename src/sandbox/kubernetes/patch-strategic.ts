/** Strategic merge patch: like a merge patch, but lists of named things are merged by their name. */
import { clone, type Fields, isFields } from './json.ts';
import { PatchFailed } from './patch-json.ts';

/** Which field identifies an element of a list, by the list's name; other lists are replaced whole. */
export const MERGE_KEYS: Readonly<Record<string, string>> = {
  containers: 'name',
  initContainers: 'name',
  ephemeralContainers: 'name',
  volumes: 'name',
  env: 'name',
  imagePullSecrets: 'name',
  ports: 'containerPort',
  volumeMounts: 'mountPath',
  volumeDevices: 'devicePath',
  hostAliases: 'ip',
  topologySpreadConstraints: 'topologyKey',
  ownerReferences: 'uid',
  conditions: 'type',
};
const ORDER = '$setElementOrder/';
const DELETE_ITEMS = '$deleteFromPrimitiveList/';

export function strategicPatch(target: unknown, patch: unknown): unknown {
  if (!isFields(patch)) return clone(patch);
  if (patch.$patch === 'replace') return without(patch, '$patch');
  const out: Fields = isFields(target) ? clone(target) : {};
  for (const [k, v] of Object.entries(patch)) {
    if (k === '$patch' || k === '$retainKeys' || k.startsWith(ORDER)) continue;
    if (k.startsWith(DELETE_ITEMS)) {
      const name = k.slice(DELETE_ITEMS.length);
      if (Array.isArray(v) && Array.isArray(out[name])) out[name] = out[name].filter((x) => !v.includes(x));
    } else if (v === null) delete out[k];
    else if (isFields(v) && v.$patch === 'delete') delete out[k];
    else if (Array.isArray(v) && MERGE_KEYS[k]) out[k] = mergeList(out[k], v, MERGE_KEYS[k], k);
    else out[k] = strategicPatch(out[k], v);
  }
  // Left as the caller asked: only these keys of the object survive (a strategy's type change drops the other's settings).
  const retain = patch.$retainKeys;
  if (Array.isArray(retain)) for (const k of Object.keys(out)) if (!retain.includes(k)) delete out[k];
  return out;
}

function mergeList(target: unknown, patch: readonly unknown[], key: string, list: string): unknown[] {
  const whole = patch.some((p) => isFields(p) && p.$patch === 'replace');
  const out: unknown[] = whole || !Array.isArray(target) ? [] : clone(target as unknown[]);
  for (const p of patch) {
    if (!isFields(p)) throw new PatchFailed(`elements of ${list} must be objects`);
    if (p.$patch === 'replace') continue;
    if (p[key] === undefined) throw new PatchFailed(`map: map[] does not contain declared merge key: ${key}`);
    const i = out.findIndex((x) => isFields(x) && x[key] === p[key]);
    if (p.$patch === 'delete') {
      if (i >= 0) out.splice(i, 1);
    } else if (i >= 0) out[i] = strategicPatch(out[i], p);
    else out.push(strategicPatch(undefined, p));
  }
  return out;
}

function without(o: Fields, key: string): Fields {
  const { [key]: _gone, ...rest } = clone(o);
  return rest;
}
