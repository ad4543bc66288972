/** The newest of a list whose newest stand last: an output that is too large would lose its end, which is what matters here. */
import { canonical, type Json } from '../../../lib/json.ts';

/** Bytes; with everything else an output says it stays under what is stored. */
const KEPT = 12 * 1024;

export function newest<T extends Json>(items: readonly T[]): T[] {
  let size = 0;
  let from = items.length;
  while (from > 0) {
    size += Buffer.byteLength(canonical(items[from - 1] ?? null)) + 1;
    if (size > KEPT) break;
    from -= 1;
  }
  return items.slice(from);
}
