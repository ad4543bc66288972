/** The timeline's chain: each entry's hash covers the one before it, so an edit, a gap or a cut tail shows. */
import { hash } from 'node:crypto';
import { canonical } from '../lib/json.ts';
import type { EventMeta, Ref } from './decision.ts';

export interface Entry extends EventMeta {
  readonly type: string;
  /** The event without its type. */
  readonly data: object;
}

/** Hash before the first entry. */
export const ROOT_HASH: Buffer = Buffer.alloc(32);

export function entryHash(previous: Buffer, ref: Ref, e: Entry): Buffer {
  const { seq, at, type, actor, source, request, data } = e;
  const row = canonical({ kind: ref.kind, id: ref.id, seq, at, type, actor, source, request, data });
  return hash('sha256', Buffer.concat([previous, Buffer.from(row)]), 'buffer');
}

/** The first entry that is not what was written, or undefined when the chain holds up to `head`. */
export function firstBroken(
  ref: Ref,
  entries: readonly (Entry & { readonly hash: Buffer })[],
  head: { readonly seq: number; readonly hash: Buffer },
): { readonly seq: number; readonly why: string } | undefined {
  let previous: Buffer = ROOT_HASH;
  let seq = 0;
  for (const e of entries) {
    seq += 1;
    if (e.seq !== seq) return { seq, why: `entry ${seq} is missing` };
    const hash = entryHash(previous, ref, e);
    if (!hash.equals(e.hash)) return { seq, why: `entry ${seq} was changed` };
    previous = hash;
  }
  if (seq !== head.seq) return { seq: seq + 1, why: `entries ${seq + 1} to ${head.seq} are missing` };
  return previous.equals(head.hash) ? undefined : { seq, why: 'the head does not match the last entry' };
}
