/** JSON Patch (RFC 6902) and JSON Merge Patch (RFC 7386). */
import { clone, type Fields, isFields, same } from './json.ts';

/** The patch does not fit the document, or one of its tests failed. */
export class PatchFailed extends Error {}

export interface Operation {
  readonly op: string;
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}

export function isOperations(v: unknown): v is Operation[] {
  return Array.isArray(v) && v.every((o) => isFields(o) && typeof o.op === 'string' && typeof o.path === 'string');
}

export function jsonPatch(document: unknown, operations: readonly Operation[]): unknown {
  let root = clone(document);
  for (const o of operations) root = apply(root, o);
  return root;
}

function apply(root: unknown, o: Operation): unknown {
  switch (o.op) {
    case 'test':
      if (!same(read(root, o.path) ?? null, o.value ?? null)) throw new PatchFailed(`testing value ${o.path} failed`);
      return root;
    case 'add':
      return write(root, o.path, clone(o.value), 'insert');
    case 'replace':
      if (read(root, o.path) === undefined)
        throw new PatchFailed(`replace operation does not apply: doc is missing key: ${o.path}`);
      return write(root, o.path, clone(o.value), 'set');
    case 'remove':
      return remove(root, o.path);
    case 'move': {
      const value = read(root, o.from ?? '');
      return write(remove(root, o.from ?? ''), o.path, value, 'insert');
    }
    case 'copy':
      return write(root, o.path, clone(read(root, o.from ?? '')), 'insert');
    default:
      throw new PatchFailed(`Unexpected kind: ${o.op}`);
  }
}

function steps(pointer: string): string[] {
  if (pointer === '') return [];
  if (!pointer.startsWith('/')) throw new PatchFailed(`bad path: ${pointer}`);
  return pointer
    .slice(1)
    .split('/')
    .map((p) => p.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function child(at: unknown, step: string): unknown {
  if (Array.isArray(at)) return at[index(step, at.length - 1)];
  return isFields(at) && Object.hasOwn(at, step) ? at[step] : undefined;
}

function index(step: string, last: number): number {
  const i = /^(0|[1-9]\d*)$/.test(step) ? Number(step) : -1;
  if (i < 0 || i > last) throw new PatchFailed(`Unable to access invalid index: ${step}`);
  return i;
}

const read = (root: unknown, pointer: string) => steps(pointer).reduce(child, root);

/** Where the last step of a path leads: the container and the key in it. */
function parentOf(root: unknown, pointer: string): { parent: unknown; last: string } {
  const all = steps(pointer);
  const last = all.pop() ?? '';
  const parent = all.reduce(child, root);
  if (!isFields(parent) && !Array.isArray(parent)) throw new PatchFailed(`doc is missing path: ${pointer}`);
  return { parent, last };
}

function write(root: unknown, pointer: string, value: unknown, mode: 'insert' | 'set'): unknown {
  if (pointer === '') return value;
  const { parent, last } = parentOf(root, pointer);
  if (Array.isArray(parent)) {
    if (mode === 'set') parent[index(last, parent.length - 1)] = value;
    else parent.splice(last === '-' ? parent.length : index(last, parent.length), 0, value);
  } else define(parent as Fields, last, value);
  return root;
}

function remove(root: unknown, pointer: string): unknown {
  if (read(root, pointer) === undefined)
    throw new PatchFailed(`remove operation does not apply: doc is missing path: ${pointer}`);
  const { parent, last } = parentOf(root, pointer);
  if (Array.isArray(parent)) parent.splice(index(last, parent.length - 1), 1);
  else delete (parent as Fields)[last];
  return root;
}

export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isFields(patch)) return clone(patch);
  const out: Fields = isFields(target) ? clone(target) : {};
  for (const [k, v] of Object.entries(patch)) {
    if (v === null) delete out[k];
    else define(out, k, mergePatch(Object.hasOwn(out, k) ? out[k] : undefined, v));
  }
  return out;
}

/** Sets a field as data, whatever its name: a patch may say `__proto__`. */
function define(on: Fields, key: string, value: unknown): void {
  Object.defineProperty(on, key, { value, writable: true, enumerable: true, configurable: true });
}
