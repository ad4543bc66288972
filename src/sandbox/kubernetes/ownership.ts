/** Who has set which field of an object: `metadata.managedFields`, as server-side apply keeps it. */
import { type Fields, isFields, same } from './json.ts';
import { MERGE_KEYS } from './patch-strategic.ts';

/** One manager's entry: an `Apply` of its own, and an `Update` for everything it wrote otherwise. */
export interface ManagedFields {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly time: string;
  readonly fieldsType: 'FieldsV1';
  readonly fieldsV1: Fields;
}

/** Steps as FieldsV1 writes them, `f:spec`, `k:{"name":"api"}`, in one string. */
type Path = string;
const BETWEEN = '\n';

const SERVERS = ['apiVersion', 'kind', 'status'];
const OF_METADATA = ['labels', 'annotations'];

/** Every field somebody can own, with its value. Lists without a key are one field. */
export function leaves(object: Fields): Map<Path, unknown> {
  const out = new Map<Path, unknown>();
  for (const [k, v] of Object.entries(object)) {
    if (SERVERS.includes(k) || v === undefined) continue;
    if (k !== 'metadata') walk(v, [`f:${k}`], k, out);
    else if (isFields(v)) {
      for (const part of OF_METADATA) if (v[part] !== undefined) walk(v[part], ['f:metadata', `f:${part}`], part, out);
    }
  }
  return out;
}

function walk(value: unknown, at: readonly string[], name: string, out: Map<Path, unknown>): void {
  const key = MERGE_KEYS[name];
  const items = Array.isArray(value) ? (value as readonly unknown[]) : [];
  if (isFields(value) && Object.keys(value).length > 0) {
    for (const [k, v] of Object.entries(value)) if (v !== undefined) walk(v, [...at, `f:${k}`], k, out);
  } else if (key !== undefined && items.length > 0 && items.every((i) => isFields(i) && i[key] !== undefined)) {
    for (const i of items as readonly Fields[]) walk(i, [...at, `k:${JSON.stringify({ [key]: i[key] })}`], '', out);
  } else out.set(at.join(BETWEEN), value);
}

export function written(paths: Iterable<Path>): Fields {
  const root: Fields = {};
  for (const path of paths) {
    let at = root;
    for (const step of path.split(BETWEEN)) {
      at[step] ??= {};
      at = at[step] as Fields;
    }
  }
  return root;
}

export function owned(fields: Fields, at: readonly string[] = []): Path[] {
  return Object.entries(fields).flatMap(([step, below]) => {
    const here = [...at, step];
    return isFields(below) && Object.keys(below).length > 0 ? owned(below, here) : [here.join(BETWEEN)];
  });
}

export const entriesOf = (meta: unknown): readonly ManagedFields[] =>
  isFields(meta) && Array.isArray(meta.managedFields) ? (meta.managedFields as ManagedFields[]) : [];

/** The entry without these fields; none when nothing is left of it. */
export function without(entry: ManagedFields, gone: ReadonlySet<Path>): readonly ManagedFields[] {
  const left = owned(entry.fieldsV1).filter((p) => !gone.has(p));
  return left.length > 0 ? [{ ...entry, fieldsV1: written(left) }] : [];
}

/** After a write that is no apply: what it changed is the writer's now, and what it removed is nobody's. */
export function afterUpdate(
  before: Fields,
  after: Fields,
  by: Pick<ManagedFields, 'manager' | 'apiVersion' | 'time'>,
): readonly ManagedFields[] {
  const [was, is] = [leaves(before), leaves(after)];
  const set = [...is].filter(([p, v]) => !was.has(p) || !same(was.get(p), v)).map(([p]) => p);
  const entries = entriesOf(before.metadata);
  const gone = [...was.keys()].filter((p) => !is.has(p));
  if (set.length === 0 && gone.length === 0) return entries;
  const isMine = (e: ManagedFields) => e.manager === by.manager && e.operation === 'Update';
  const mine = entries.filter(isMine).flatMap((e) => owned(e.fieldsV1));
  const all = [...mine.filter((p) => !gone.includes(p)), ...set];
  const others = entries.filter((e) => !isMine(e)).flatMap((e) => without(e, new Set([...set, ...gone])));
  if (all.length === 0) return others;
  return [...others, { ...by, operation: 'Update', fieldsType: 'FieldsV1', fieldsV1: written(all) }];
}

/** Takes a field out of a document, in place. */
export function drop(document: Fields, path: Path): void {
  const steps = path.split(BETWEEN);
  let at: unknown = document;
  for (const [i, step] of steps.entries()) {
    const name = step.slice(2);
    if (step.startsWith('k:')) {
      const wanted = JSON.parse(name) as Fields;
      at = (at as readonly Fields[]).find((x) => Object.entries(wanted).every(([k, v]) => x[k] === v));
    } else if (isFields(at)) {
      if (i === steps.length - 1) delete at[name];
      else at = at[name];
    }
    if (at === undefined) return;
  }
}

/** `.spec.template.spec.containers[name="api"].image`, as a conflict names it. */
export function named(path: Path): string {
  return path
    .split(BETWEEN)
    .map((s) => {
      if (s.startsWith('f:')) return `.${s.slice(2)}`;
      const [[key, value] = []] = Object.entries(JSON.parse(s.slice(2)) as Fields);
      return `[${key}=${JSON.stringify(value)}]`;
    })
    .join('');
}
