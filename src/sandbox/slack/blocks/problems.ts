/** Collects what is wrong with a payload, worded and located as Slack's `response_metadata.messages` are. */
import { type Json, record } from '../json.ts';

export class Problems {
  readonly found: string[] = [];

  add(pointer: string, what: string): void {
    this.found.push(`[ERROR] ${what} [json-pointer:${pointer}]`);
  }

  /** A string of at most `max` characters. */
  length(pointer: string, v: unknown, max: number, min = 0): void {
    if (v === undefined) return;
    if (typeof v !== 'string') this.add(pointer, 'must be a string');
    else if (v.length > max) this.add(pointer, `must be less than ${max + 1} characters`);
    else if (v.length < min) this.add(pointer, `must be more than ${min - 1} characters`);
  }

  required(pointer: string, of: Json, ...keys: string[]): boolean {
    const missing = keys.filter((k) => of[k] === undefined || of[k] === null);
    for (const k of missing) this.add(pointer, `missing required field: ${k}`);
    return missing.length === 0;
  }

  /** Between `min` and `max` items. */
  count(pointer: string, v: unknown, max: number, min = 1): readonly unknown[] {
    if (!Array.isArray(v)) {
      this.add(pointer, 'must be an array');
      return [];
    }
    if (v.length > max) this.add(pointer, `no more than ${max} items allowed [input:${v.length}]`);
    if (v.length < min) this.add(pointer, `must provide at least ${min} items`);
    return v;
  }

  /** A text object: plain_text everywhere, mrkdwn where allowed. */
  text(pointer: string, v: unknown, max: number, allowed: 'plain' | 'any' = 'plain'): void {
    if (v === undefined) return;
    const { type, text } = record(v);
    if (type !== 'plain_text' && type !== 'mrkdwn') this.add(`${pointer}/type`, `unsupported type: ${type ?? 'none'}`);
    else if (type === 'mrkdwn' && allowed === 'plain') this.add(`${pointer}/type`, 'must be plain_text');
    else if (typeof text !== 'string') this.add(`${pointer}/text`, 'missing required field: text');
    else this.length(`${pointer}/text`, text, max, 1);
  }

  /** Every id once. */
  unique(pointer: string, ids: readonly (string | undefined)[], what: string): void {
    const seen = new Set<string>();
    for (const id of ids) {
      if (id === undefined) continue;
      if (seen.has(id)) this.add(pointer, `\`${what}\` must be unique [value:${id}]`);
      seen.add(id);
    }
  }
}
