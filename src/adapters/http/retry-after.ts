/** How long the other side asked us to wait. Capped, so that a wrong header cannot silence a page. */

export const DEFAULT_RETRY_AFTER = 5_000;
const SHORTEST = 1_000;
export const LONGEST_RETRY_AFTER = 60_000;

/** Milliseconds. A date is read against the answer's own `Date`, so that our clock does not matter. */
export function retryAfter(header: string | null | undefined, date?: string | null): number {
  const text = header?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return clamp(Number(text) * 1000);
  if (!/[a-z]{3}/i.test(text)) return DEFAULT_RETRY_AFTER;
  const until = Date.parse(text);
  const from = date ? Date.parse(date) : Date.now();
  return Number.isNaN(until) || Number.isNaN(from) ? DEFAULT_RETRY_AFTER : clamp(until - from);
}

const clamp = (ms: number): number => Math.min(LONGEST_RETRY_AFTER, Math.max(SHORTEST, Math.ceil(ms)));
