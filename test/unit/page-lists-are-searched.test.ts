/** Lists to choose from, attachment colours and markdown blocks on the sandbox page. */

import type { ChannelRow, PersonRow } from '../../src/sandbox/control/wire.ts';
import { barColour } from '../../src/sandbox/page/blocks/bar-colour.ts';
import {
  asChannels,
  asPeople,
  type Choosable,
  grouped,
  listed,
  matching,
  moved,
  plainOf,
} from '../../src/sandbox/page/blocks/choosing.ts';
import { richFromMarkdown } from '../../src/sandbox/page/blocks/markdown-rich.ts';
import type { Json } from '../../src/sandbox/slack/json.ts';

const plain = (text: string, more: Json = {}) => ({ type: 'plain_text', text, ...more });
const options: Choosable[] = [
  { value: 'p1', text: 'P1 - Critical', description: 'The service is down' },
  { value: 'p2', text: 'P2 - High', description: 'Part of it is down' },
  { value: 'p3', text: 'P3 - Medium', group: 'Later' },
];

it('finds by every typed word, in text, description and group', () => {
  const found = (typed: string) => matching(options, typed).map((o) => o.value);
  expect(found('')).toEqual(['p1', 'p2', 'p3']);
  expect(found('DOWN')).toEqual(['p1', 'p2']);
  expect(found('down p2')).toEqual(['p2']);
  expect(found('later')).toEqual(['p3']);
  expect(found('nothing')).toEqual([]);
});

it('lists options with their groups, and draws emoji only where the app wants them', () => {
  const one = { text: plain(':fire: hot'), value: 'a', description: plain('very') };
  const two = { text: plain(':fire: typed', { emoji: false }), value: 'b' };
  expect(listed({ options: [one] })).toEqual([{ value: 'a', text: '🔥 hot', description: 'very' }]);
  const inGroups = listed({ option_groups: [{ label: plain('First'), options: [one, two] }] });
  expect(inGroups.map((o) => [o.text, o.group])).toEqual([
    ['🔥 hot', 'First'],
    [':fire: typed', 'First'],
  ]);
  expect(plainOf(undefined)).toBe('');
});

it('keeps the place of each option in the whole list when it groups them', () => {
  const rows = grouped(options).map((g) => [g.label, g.items.map((i) => i.at)]);
  expect(rows).toEqual([
    [undefined, [0, 1]],
    ['Later', [2]],
  ]);
});

it('moves round the list by arrow and stops at its ends by page', () => {
  expect([
    moved('ArrowDown', -1, 3),
    moved('ArrowDown', 2, 3),
    moved('ArrowUp', 0, 3),
    moved('ArrowUp', -1, 3),
  ]).toEqual([0, 0, 2, 2]);
  expect([moved('PageDown', 1, 30), moved('PageDown', 28, 30), moved('PageUp', 3, 30)]).toEqual([9, 29, 0]);
  expect([moved('x', 1, 3), moved('ArrowDown', 0, 0)]).toEqual([undefined, undefined]);
});

it('offers people who are still there and channels that are still open', () => {
  const person = (id: string, realName: string, deleted = false) =>
    ({ id, name: id.toLowerCase(), realName, isBot: false, deleted }) as PersonRow;
  expect(asPeople([person('U2', 'Zoe'), person('U1', 'Ada'), person('U3', 'Gone', true)]).map((p) => p.value)).toEqual([
    'U1',
    'U2',
  ]);
  const channel = (name: string, more: Partial<ChannelRow>) =>
    ({ id: name, name, kind: 'public', archived: false, ...more }) as ChannelRow;
  const rows = [channel('b', {}), channel('old', { archived: true }), channel('dm', { kind: 'im' }), channel('a', {})];
  expect(asChannels(rows).map((c) => c.text)).toEqual(['#a', '#b']);
});

it('lets only a colour become a colour', () => {
  expect([barColour('danger'), barColour('#36a64f'), barColour('36A64F')]).toEqual([
    'var(--bad)',
    '#36a64f',
    '#36A64F',
  ]);
  for (const no of ['red;background:url(https://evil.example)', 'url(x)', '#12', '', undefined, 7])
    expect(barColour(no)).toBeUndefined();
});

it('reads a markdown block: headings, lists, code, links and marks', () => {
  const md =
    '# Title\nSome **bold _x_** and [text](https://a.example)\n- one\n  - two\n3. three\n> said\n```\n**raw**\n```\nlast';
  const elements = richFromMarkdown(md).elements as Json[];
  expect(elements.map((e) => e.type)).toEqual([
    'rich_text_section',
    'rich_text_section',
    'rich_text_list',
    'rich_text_list',
    'rich_text_list',
    'rich_text_quote',
    'rich_text_preformatted',
    'rich_text_section',
  ]);
  expect(elements[0]?.elements).toMatchObject([{ text: 'Title', style: { bold: true } }]);
  expect(elements[1]?.elements).toMatchObject([
    { text: 'Some ' },
    { text: 'bold ', style: { bold: true } },
    { text: 'x', style: { bold: true, italic: true } },
    { text: ' and ' },
    { type: 'link', url: 'https://a.example', text: 'text' },
  ]);
  expect(elements[3]).toMatchObject({ style: 'bullet', indent: 1 });
  expect(elements[4]).toMatchObject({ style: 'ordered', offset: 2 });
  expect(elements[6]?.elements).toEqual([{ type: 'text', text: '**raw**' }]);
});
