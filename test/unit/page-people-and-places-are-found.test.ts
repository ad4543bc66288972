/** A quick jump finds channels and people, and people look the same wherever they are drawn. */
import type { WorkspaceSection } from '../../src/sandbox/control/wire.ts';
import { channelLabel, jumps } from '../../src/sandbox/page/shell/jump-matches.ts';
import { AVATAR_COLOURS, avatarColour, initials } from '../../src/sandbox/page/shell/looks.ts';
import { plainWords, shortened } from '../../src/sandbox/page/shell/plain-words.ts';

const channel = (id: string, name: string, more: object = {}) => ({
  id,
  name,
  kind: 'public' as const,
  topic: '',
  purpose: '',
  members: ['me', 'B'],
  isMember: true,
  archived: false,
  pins: [],
  unread: 0,
  mentions: 0,
  lastRead: '',
  ...more,
});
const person = (id: string, realName: string, title?: string) => ({
  id,
  name: id.toLowerCase(),
  realName,
  isBot: id === 'B',
  deleted: false,
  ...(title ? { cast: { title, note: '' } } : {}),
});

const ws: WorkspaceSection = {
  team: 'Tocsin',
  botUser: 'B',
  people: [person('me', 'Ada Lovelace', 'SRE'), person('M', 'Mona Reyes', 'Manager'), person('B', 'Tocsin')],
  groups: [],
  channels: [
    channel('C1', 'incidents'),
    channel('C2', 'inc-1-api-down', { topic: 'Mona leads', unread: 2 }),
    channel('C3', 'inc-0', { archived: true }),
    channel('D1', 'dm', { kind: 'im' }),
  ],
  commands: [],
  severities: [],
};
const found = (typed: string) => jumps(typed, ws, 'me').map((j) => j.label);

it('finds by the beginning first, then inside a name, then in the topic', () => {
  expect(found('mon')).toEqual(['Mona Reyes', '#inc-1-api-down']);
  expect(found('api')).toEqual(['#inc-1-api-down']);
  expect(found('zzz')).toEqual([]);
});

it('has what is unread first, no archived channel, and nobody one already is', () => {
  expect(found('')).toEqual(['#inc-1-api-down', '#incidents', 'Tocsin', 'Mona Reyes']);
});

it('looks only among channels after # and only among people after @', () => {
  expect(found('#in')).toEqual(['#inc-1-api-down', '#incidents']);
  expect(found('@m')).toEqual(['Mona Reyes']);
});

it('calls a direct message by the name of the other one', () => {
  expect(ws.channels.map((c) => channelLabel(c, ws, 'me'))).toEqual([
    '#incidents',
    '#inc-1-api-down',
    '#inc-0',
    'Tocsin',
  ]);
});

it('draws a person with two letters and always the same colour', () => {
  expect(['Ada Lovelace', 'Mona Reyes (Engineering Manager)', 'eng-lead', 'tocsin', ''].map(initials)).toEqual([
    'AL',
    'MR',
    'EL',
    'T',
    '?',
  ]);
  expect(avatarColour('Ada Lovelace')).toBe(avatarColour('Ada Lovelace'));
  const colours = ['Ada', 'Grace', 'Linus', 'Mona', 'Dora', 'Erin', 'Nora', 'Omar'].map(avatarColour);
  expect(Math.max(...colours)).toBeLessThan(AVATAR_COLOURS);
  expect(new Set(colours).size).toBeGreaterThan(3);
});

it('reads a message out without marks, ids and emoji names', () => {
  const names = { person: (id: string) => (id === 'U1' ? 'Ada' : undefined), channel: () => 'incidents' };
  const text = ':fire: *P1* &lt;API&gt; down, <@U1> see <#C1> and <https://x.example|the page> `now` <!here>';
  expect(plainWords(text, names)).toBe('P1 <API> down, @Ada see #incidents and the page now @here');
});

it('cuts between words', () => {
  expect(shortened('one two three', 20)).toBe('one two three');
  expect(shortened('one two three', 11)).toBe('one two…');
});
