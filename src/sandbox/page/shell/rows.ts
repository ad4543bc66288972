/** What a message list shows, line by line: day lines, the mark of what is new, and messages put together by author. */
import type { Message } from '../../control/wire.ts';
import { dayKey, dayWords, tsMs } from '../state/world-time.ts';

export type Row =
  | { readonly kind: 'day'; readonly key: string; readonly label: string }
  | { readonly kind: 'new'; readonly key: string }
  | { readonly kind: 'system'; readonly key: string; readonly message: Message }
  | {
      readonly kind: 'message';
      readonly key: string;
      readonly message: Message;
      /** Shows author and time; the ones after it of the same author do not. */
      readonly lead: boolean;
      readonly thread?: ThreadNote;
    };

/** What a channel says of a thread. */
export interface ThreadNote {
  readonly replies: number;
  readonly last: string;
  /** Who replied, in the order they came in. */
  readonly people: readonly string[];
}

export interface RowOptions {
  readonly now: number;
  readonly zone: string;
  /** Who looks: what they wrote themselves is never new to them. */
  readonly me: string;
  /** Timestamp of the last message seen when the channel was opened; without it nothing is marked as new. */
  readonly seen?: string;
}

/** Messages of one author within so many milliseconds stand together. */
const TOGETHER = 5 * 60_000;

export const isReply = (m: Message): boolean => m.threadTs !== undefined && m.threadTs !== m.ts;

/** What a channel shows: everything but the replies, except those also sent to the channel. */
export const topLevel = (all: Iterable<Message>): Message[] =>
  [...all].filter((m) => !isReply(m) || m.broadcast === true);

/** The first message of a thread, then its replies. */
export const threadOf = (all: Iterable<Message>, root: string): Message[] =>
  [...all].filter((m) => m.ts === root || m.threadTs === root);

export function threadNotes(all: Iterable<Message>): Map<string, ThreadNote> {
  const notes = new Map<string, ThreadNote>();
  for (const m of all) {
    if (!isReply(m) || m.threadTs === undefined) continue;
    const known = notes.get(m.threadTs);
    const people = known?.people ?? [];
    notes.set(m.threadTs, {
      replies: (known?.replies ?? 0) + 1,
      last: m.ts,
      people: people.includes(m.user) ? people : [...people, m.user],
    });
  }
  return notes;
}

export function rowsOf(shown: readonly Message[], o: RowOptions, notes?: ReadonlyMap<string, ThreadNote>): Row[] {
  const rows: Row[] = [];
  let before: Message | undefined;
  let marked = o.seen === undefined;
  for (const message of shown) {
    const at = tsMs(message.ts);
    const day = dayKey(at, o.zone);
    let apart = false;
    if (!before || dayKey(tsMs(before.ts), o.zone) !== day) {
      rows.push({ kind: 'day', key: `day ${day}`, label: dayWords(at, o.now, o.zone) });
      apart = true;
    }
    if (!marked && isNew(message, o)) {
      rows.push({ kind: 'new', key: 'new' });
      marked = true;
      apart = true;
    }
    if (isSystem(message)) rows.push({ kind: 'system', key: message.ts, message });
    else {
      const lead = apart || !before || !goesWith(before, message);
      const thread = notes?.get(message.ts);
      rows.push({ kind: 'message', key: message.ts, message, lead, ...(thread ? { thread } : {}) });
    }
    before = message;
  }
  return rows;
}

/** What Slack itself wrote: `Ada joined #incidents`. */
export const isSystem = (m: Message): boolean => m.subtype !== undefined && m.subtype !== 'bot_message';

const isNew = (m: Message, o: RowOptions): boolean =>
  o.seen !== undefined && m.user !== o.me && m.onlyFor === undefined && Number(m.ts) > Number(o.seen);

function goesWith(before: Message, m: Message): boolean {
  return (
    !isSystem(before) &&
    before.user === m.user &&
    before.onlyFor === m.onlyFor &&
    isReply(before) === isReply(m) &&
    tsMs(m.ts) - tsMs(before.ts) < TOGETHER
  );
}
