/**
 * What changed between two states of an aggregate, so that a commit sends and parses that and not the whole of it: a run of twenty
 * steps changes one of them at a time. Goes by identity: what a decision left alone is the same object, because states are
 * never changed in place (held to by the model tests, which freeze them).
 */
type Keys = Readonly<Record<string, unknown>>;

export interface Patch {
  /** Keys with their new values. */
  readonly state: Keys;
  /** Keys of objects of which only some keys changed, with those. */
  readonly deep?: Readonly<Record<string, Keys>>;
  readonly gone?: readonly string[];
}

/** Neither null nor a list. */
const isObject = (v: unknown): v is Keys => typeof v === 'object' && v !== null && !Array.isArray(v);

/** JSON has no undefined: such a key is not there. */
const has = (o: Keys, key: string) => o[key] !== undefined;

const changedKeys = (before: Keys, after: Keys) =>
  Object.keys(after).filter((k) => has(after, k) && after[k] !== before[k]);

const goneKeys = (before: Keys, after: Keys) => Object.keys(before).filter((k) => has(before, k) && !has(after, k));

const only = (of: Keys, keys: readonly string[]): Keys => Object.fromEntries(keys.map((k) => [k, of[k]]));

/** Without `fixed`, the keys that a state is born with and keeps. */
export function patchOf(before: unknown, after: unknown, fixed: readonly string[]): Patch {
  const [was, is] = [before, after] as readonly [Keys, Keys];
  const state: Record<string, unknown> = {};
  const deep: Record<string, Keys> = {};
  for (const key of changedKeys(was, is)) {
    if (fixed.includes(key)) continue;
    const [old, value] = [was[key], is[key]];
    const inner = isObject(old) && isObject(value) && goneKeys(old, value).length === 0 && changedKeys(old, value);
    if (inner) deep[key] = only(value as Keys, inner);
    else state[key] = value;
  }
  const gone = goneKeys(was, is);
  return { state, ...(Object.keys(deep).length > 0 ? { deep } : {}), ...(gone.length > 0 ? { gone } : {}) };
}
