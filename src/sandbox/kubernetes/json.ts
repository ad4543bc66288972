/** Plain JSON values: copying, comparing, asking. Own code because a copied value must compare equal in any realm. */

export type Fields = Record<string, unknown>;

export function isFields(v: unknown): v is Fields {
  return typeof v === 'object' && v !== null && !Array.isArray(v);
}

/** A deep copy; what is undefined is left out, as JSON does. */
export function clone<T>(value: T): T {
  if (Array.isArray(value)) return value.map((v) => clone(v as unknown)) as T;
  if (!isFields(value)) return value;
  const out: Fields = {};
  for (const [k, v] of Object.entries(value)) if (v !== undefined) out[k] = clone(v);
  return out as T;
}

/** Deep equality where an undefined field equals an absent one. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((v, i) => same(v, b[i]));
  if (!isFields(a) || !isFields(b)) return false;
  for (const k of Object.keys(a)) if (!same(a[k], b[k])) return false;
  for (const k of Object.keys(b)) if (a[k] === undefined && b[k] !== undefined) return false;
  return true;
}
