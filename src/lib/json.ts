/** JSON values, and the one canonical form that is hashed, compared and shown. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/** Keys sorted, undefined left out, no spaces: equal values give equal bytes. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((v) => canonical(v ?? null)).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const o = value as Record<string, unknown>;
    const parts = Object.keys(o)
      .filter((k) => o[k] !== undefined)
      .sort()
      .map((k) => `${JSON.stringify(k)}:${canonical(o[k])}`);
    return `{${parts.join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}

/** PostgreSQL refuses NUL and lone surrogates in text and jsonb; nothing from outside is stored without this. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '');
}
