/** Which fields of an object differ, and the JSON patch that puts exactly those back. */
import { canonical } from '../../../lib/json.ts';
import { CHANGE_KEY } from '../../../ports/cluster.ts';
import type { KubeObject } from '../../../ports/objects.ts';

export interface FieldChange {
  readonly path: readonly string[];
  /** Undefined: it was not there. */
  readonly from: unknown;
  /** Undefined: it is there no more. */
  readonly to: unknown;
}

export interface Operation {
  readonly op: 'test' | 'add' | 'replace' | 'remove';
  readonly path: string;
  readonly value?: unknown;
}

type Fields = Readonly<Record<string, unknown>>;
export const isFields = (v: unknown): v is Fields => typeof v === 'object' && v !== null && !Array.isArray(v);
export const fieldsOf = (v: unknown): Fields => (isFields(v) ? v : {});

/** The controller counts by it. */
const REVISION = 'deployment.kubernetes.io/revision';

/** What people decide about: without what the cluster writes, and without our own mark. */
export function decided(object: KubeObject): KubeObject {
  const { status: _, apiVersion: _v, kind: _k, metadata, ...rest } = object;
  const { labels, annotations } = fieldsOf(metadata);
  const { [CHANGE_KEY]: _mark, [REVISION]: _count, ...notes } = fieldsOf(annotations);
  return { ...rest, metadata: { labels: fieldsOf(labels), annotations: notes } };
}

/** Lists of the same length are compared element by element, all others as one field. */
export function fieldChanges(from: unknown, to: unknown, path: readonly string[] = []): readonly FieldChange[] {
  if (canonical(from) === canonical(to)) return [];
  const lists = Array.isArray(from) && Array.isArray(to) && from.length === to.length;
  if (!lists && !(isFields(from) && isFields(to))) return [{ path, from, to }];
  const [a, b] = [from, to] as unknown as readonly [Fields, Fields];
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  return keys.flatMap((k) => fieldChanges(a[k], b[k], [...path, k]));
}

export const pointer = (path: readonly string[]): string =>
  path.map((p) => `/${p.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** Each field is looked at before it is put back: what somebody else has changed since is not lost. */
export function inverse(changes: readonly FieldChange[]): readonly Operation[] {
  return changes.flatMap(({ path, from, to }): readonly Operation[] => {
    const at = pointer(path);
    if (to === undefined) return [{ op: 'add', path: at, value: from }];
    const still: Operation = { op: 'test', path: at, value: to };
    return [still, from === undefined ? { op: 'remove', path: at } : { op: 'replace', path: at, value: from }];
  });
}

export function valueAt(object: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null ? (at as Fields)[step] : undefined),
    object,
  );
}

/** Environment variables may hold what nobody should read: their names are enough. */
const secretive = (path: readonly string[]): boolean => path.includes('env');

const LONGEST = 120;

/** For an approver's eyes. */
export function shown({ path }: Pick<FieldChange, 'path'>, value: unknown): string {
  if (value === undefined) return 'none';
  if (secretive(path)) {
    const names = Array.isArray(value) ? value.map((v) => String(fieldsOf(v).name ?? '?')) : [];
    return names.length > 0 ? names.join(', ') : 'another value';
  }
  const text = typeof value === 'string' ? value : canonical(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

/** The value as a fact that must still hold. An object's generation watches over what is not to be read. */
export function fact(path: readonly string[], value: unknown): string | null {
  return value === undefined || secretive(path) ? null : canonical(value);
}
