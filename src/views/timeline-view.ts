/** What happened, in order, one readable line each; an event nobody described is shown by its name and values. */
import { code, say, type Text, time } from '../lib/text.ts';
import type { Message } from '../ports/chat.ts';
import { header, lines, paragraph } from './blocks.ts';
import { cut } from './limits.ts';
import { message } from './message.ts';
import { type People, who } from './who.ts';

export interface TimelineEntry {
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly type: string;
  /** The event without its type. */
  readonly data: object;
}

/** Sentence of an event that its capability knows; undefined falls back to name and values. */
export type Describe = (entry: TimelineEntry) => Text | undefined;

const scalar = (v: unknown): v is string | number | boolean =>
  typeof v === 'string' || typeof v === 'number' || typeof v === 'boolean';

/** `page.failed` with its short values: never wrong, whatever comes. */
export function plainEvent(entry: TimelineEntry, people: People): Text {
  const values = Object.entries(entry.data)
    .filter((pair): pair is [string, string | number | boolean] => scalar(pair[1]))
    .slice(0, 6)
    .map(([k, v]) => `${k} ${cut(String(v), 80)}`);
  const rest = values.length > 0 ? `: ${values.join(', ')}` : '';
  return say`${entry.type.replace(/[._-]+/g, ' ')}${rest} (${who(entry.actor, people)})`;
}

function sentence(entry: TimelineEntry, people: People, describe: Describe | undefined): Text {
  try {
    // An old event may lack what today's sentence needs; the timeline is shown all the same.
    return describe?.(entry) ?? plainEvent(entry, people);
  } catch {
    return plainEvent(entry, people);
  }
}

export interface TimelineLook {
  readonly title: string;
  readonly people: People;
  readonly describe?: Describe;
  /** How many there are in all, when only the newest are given. */
  readonly total?: number;
}

export function timelineView(entries: readonly TimelineEntry[], look: TimelineLook): Message {
  const newest = entries.slice(-40);
  const hidden = (look.total ?? entries.length) - newest.length;
  const rows = newest.map((e) => say`${time(e.at)}  ${code(`#${e.seq}`)} ${sentence(e, look.people, look.describe)}`);
  // Blocks of ten: one block may hold 3,000 characters.
  const groups: Text[][] = [];
  for (let i = 0; i < rows.length; i += 10) groups.push(rows.slice(i, i + 10));
  return message(
    [
      header(`Timeline · ${look.title}`),
      ...(hidden > 0 ? paragraph(say`… ${hidden} earlier entries; the console has them all`) : []),
      ...groups.flatMap((g) => lines(g, 280)),
      ...(rows.length === 0 ? paragraph(say`Nothing has happened yet.`) : []),
    ],
    say`Timeline · ${look.title}`,
  );
}
