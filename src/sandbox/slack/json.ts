/** Reading JSON that somebody else wrote: what is not of the asked shape is undefined, never a crash. */

export type Json = { readonly [key: string]: unknown };

export function isRecord(v: unknown): v is Json {
  return typeof v === 'object' && v !== null && !Array.isArray(v);
}

export function record(v: unknown): Json {
  return isRecord(v) ? v : {};
}

export function records(v: unknown): Json[] {
  return Array.isArray(v) ? v.filter(isRecord) : [];
}

export function string(v: unknown): string | undefined {
  return typeof v === 'string' ? v : undefined;
}

export function strings(v: unknown): string[] {
  return Array.isArray(v) ? v.filter((x) => typeof x === 'string') : [];
}

/** The text of a text object, or '' when there is none. */
export function textOf(v: unknown): string {
  return string(record(v).text) ?? '';
}

/** The same object without its undefined fields: on the wire an absent field is absent. */
export function defined(fields: Json): Json {
  return Object.fromEntries(Object.entries(fields).filter(([, v]) => v !== undefined));
}

/** Parsed JSON, or undefined when it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
