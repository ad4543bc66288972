/** Slack's cursor pagination: an opaque cursor that is empty on the last page. */
import type { Json } from '../json.ts';
import { ApiError, type Args } from './method.ts';

const prefix = 'next:';

export function page<T>(
  items: readonly T[],
  args: Args,
  usual: number,
  most = 1000,
): { items: T[]; more: boolean; rest: Json } {
  const limit = args.int('limit', usual, most);
  const cursor = args.string('cursor');
  const start = cursor ? read(cursor) : 0;
  const next = start + limit < items.length ? Buffer.from(`${prefix}${start + limit}`).toString('base64') : '';
  return {
    items: items.slice(start, start + limit),
    more: next !== '',
    rest: { response_metadata: { next_cursor: next } },
  };
}

function read(cursor: string): number {
  const text = Buffer.from(cursor, 'base64').toString('utf8');
  const start = Number(text.slice(prefix.length));
  if (!text.startsWith(prefix) || !Number.isInteger(start)) throw new ApiError('invalid_cursor');
  return start;
}
