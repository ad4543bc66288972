/** A channel is read line by line: days, what is new, and what one person said in one go. */
import type { Message } from '../../src/sandbox/control/wire.ts';
import { rowsOf, threadNotes, threadOf, topLevel } from '../../src/sandbox/page/shell/rows.ts';

const NOON = Date.UTC(2026, 2, 5, 12) / 1000;
const ts = (minutes: number) => (NOON + minutes * 60).toFixed(6);
const message = (minutes: number, user: string, more: Partial<Message> = {}): Message => ({
  channel: 'C',
  ts: ts(minutes),
  user,
  text: 'text',
  blocks: [],
  attachments: [],
  reactions: [],
  ...more,
});
const DAY = 24 * 60;
const now = (NOON + 60 * 60) * 1000;
const options = { now, zone: 'UTC', me: 'me' };

const drawn = (messages: Message[], more: object = {}) =>
  rowsOf(messages, { ...options, ...more }).map((r) =>
    r.kind === 'day'
      ? r.label
      : r.kind === 'message'
        ? `${r.lead ? '' : '… '}${r.message.user}`
        : r.kind === 'system'
          ? 'system'
          : 'NEW',
  );

it('begins every day with a line, in the words of the reader’s zone', () => {
  expect(drawn([message(-3 * DAY, 'ada'), message(-DAY, 'ada'), message(0, 'ada')])).toEqual([
    'Monday 2 March',
    'ada',
    'Yesterday',
    'ada',
    'Today',
    'ada',
  ]);
  const late = { zone: 'Asia/Tokyo', now: (NOON + 13 * 3600) * 1000 };
  expect(drawn([message(0, 'ada'), message(6 * 60, 'ada')], late)).toEqual(['Yesterday', 'ada', 'Today', 'ada']);
});

it('puts together what one person says within five minutes', () => {
  expect(drawn([message(0, 'ada'), message(4, 'ada'), message(10, 'ada'), message(11, 'bob')])).toEqual([
    'Today',
    'ada',
    '… ada',
    'ada',
    'bob',
  ]);
});

it('keeps apart what only one person sees, and what Slack itself says', () => {
  const rows = [
    message(0, 'bot'),
    message(1, 'bot', { onlyFor: 'me' }),
    message(2, 'bot', { subtype: 'channel_topic' }),
    message(3, 'bot'),
  ];
  expect(drawn(rows)).toEqual(['Today', 'bot', 'bot', 'system', 'bot']);
});

it('marks where the new ones begin, once, and never before what one wrote oneself', () => {
  const rows = [message(0, 'ada'), message(1, 'me'), message(2, 'ada'), message(3, 'ada')];
  expect(drawn(rows, { seen: ts(0) })).toEqual(['Today', 'ada', 'me', 'NEW', 'ada', '… ada']);
  expect(drawn(rows, { seen: ts(3) })).toEqual(['Today', 'ada', 'me', 'ada', '… ada']);
  expect(drawn(rows)).not.toContain('NEW');
});

it('shows replies in their thread, and in the channel only those sent there too', () => {
  const root = message(0, 'ada');
  const reply = message(1, 'bob', { threadTs: root.ts });
  const both = message(2, 'bob', { threadTs: root.ts, broadcast: true });
  const other = message(3, 'eve');
  expect(topLevel([root, reply, both, other])).toEqual([root, both, other]);
  expect(threadOf([root, reply, both, other], root.ts)).toEqual([root, reply, both]);
});

it('tells at the first message who replied, how often and when last', () => {
  const root = message(0, 'ada', { threadTs: ts(0) });
  const replies = ['bob', 'eve', 'bob'].map((user, n) => message(n + 1, user, { threadTs: root.ts }));
  const notes = threadNotes([root, ...replies]);
  expect(notes.get(root.ts)).toEqual({ replies: 3, last: ts(3), people: ['bob', 'eve'] });
  const rows = rowsOf(topLevel([root, ...replies]), options, notes);
  expect(rows.at(-1)).toMatchObject({ kind: 'message', thread: { replies: 3 } });
});
