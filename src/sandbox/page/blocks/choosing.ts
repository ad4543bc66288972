/** What can be chosen from a list, what is left of it after typing, and where the arrow keys lead. */
import type { ChannelRow, Json, PersonRow } from '../../control/wire.ts';
import { record, records, string } from '../../slack/json.ts';
import { withEmoji } from './emoji.ts';

export interface Choosable {
  readonly value: string;
  readonly text: string;
  readonly description?: string;
  /** Label of the group it stands in. */
  readonly group?: string;
}

/** The characters of a plain text as they are shown: a name for assistive technology, an option's label. */
export function plainOf(v: unknown): string {
  const { text, emoji } = record(v);
  const shown = string(text) ?? '';
  return emoji === false ? shown : withEmoji(shown);
}

export function optionAs(o: Json, group?: string): Choosable {
  const description = plainOf(o.description);
  return {
    value: string(o.value) ?? '',
    text: plainOf(o.text),
    ...(description ? { description } : {}),
    ...(group ? { group } : {}),
  };
}

export const listed = (element: Json): Choosable[] => [
  ...records(element.options).map((o) => optionAs(o)),
  ...records(element.option_groups).flatMap((g) => records(g.options).map((o) => optionAs(o, plainOf(g.label)))),
];

export const asPeople = (people: readonly PersonRow[]): Choosable[] =>
  people
    .filter((p) => !p.deleted)
    .map((p) => ({ value: p.id, text: p.realName, description: `@${p.name}` }))
    .sort((a, b) => a.text.localeCompare(b.text));

export const asChannels = (channels: readonly ChannelRow[]): Choosable[] =>
  channels
    .filter((c) => !c.archived && (c.kind === 'public' || c.kind === 'private'))
    .map((c) => ({ value: c.id, text: `#${c.name}` }))
    .sort((a, b) => a.text.localeCompare(b.text));

/** Those that hold every typed word, in their own order. */
export function matching(options: readonly Choosable[], typed: string): readonly Choosable[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return options;
  return options.filter((o) => {
    const all = `${o.text} ${o.description ?? ''} ${o.group ?? ''}`.toLowerCase();
    return words.every((w) => all.includes(w));
  });
}

/** Neighbours of one group together, each with its place in the whole list. */
export function grouped(options: readonly Choosable[]) {
  const groups: { label?: string; items: { option: Choosable; at: number }[] }[] = [];
  for (const [at, option] of options.entries()) {
    const last = groups.at(-1);
    if (last && last.label === option.group) last.items.push({ option, at });
    else groups.push({ ...(option.group ? { label: option.group } : {}), items: [{ option, at }] });
  }
  return groups;
}

/** The row the key leads to, from row `at` of `count`; undefined when it is no such key. -1 is no row. */
export function moved(key: string, at: number, count: number): number | undefined {
  if (count === 0) return undefined;
  switch (key) {
    case 'ArrowDown':
      return (at + 1) % count;
    case 'ArrowUp':
      return at <= 0 ? count - 1 : at - 1;
    case 'PageDown':
      return Math.min(count - 1, at + 8);
    case 'PageUp':
      return Math.max(0, at - 8);
    default:
      return undefined;
  }
}
