/** The composer offers what could be meant: commands, their verbs and arguments, people, groups and channels. */
import type { Known } from '../../src/sandbox/page/composer/candidate.ts';
import { completed, completionAt } from '../../src/sandbox/page/composer/complete.ts';

const person = (id: string, name: string, realName: string, more: object = {}) => ({
  id,
  name,
  realName,
  isBot: false,
  deleted: false,
  ...more,
});
const channel = (name: string, more: object = {}) => ({
  id: `C-${name}`,
  name,
  kind: 'public' as const,
  topic: '',
  purpose: '',
  members: [],
  isMember: true,
  archived: false,
  pins: [],
  unread: 0,
  mentions: 0,
  lastRead: '',
  ...more,
});
const verb = (name: string, usage: string, aliases: string[] = []) => ({
  name,
  usage,
  aliases,
  summary: `${name} it`,
  examples: [],
});

const known: Known = {
  botUser: 'B',
  people: [
    person('A', 'ada', 'Ada Lovelace', { cast: { title: 'SRE', note: '' } }),
    person('G', 'grace', 'Grace Hopper'),
    person('L', 'eng-lead', 'Erin Vogel'),
    person('X', 'gone', 'Gone Away', { deleted: true }),
    person('B', 'tocsin', 'tocsin', { isBot: true }),
    person('C', 'other-app', 'Other App', { isBot: true }),
  ],
  groups: [{ id: 'S', handle: 'sre', users: ['A', 'G'] }],
  channels: [channel('incidents'), channel('inc-1-api-down'), channel('inc-0-old', { archived: true })],
  commands: [
    {
      name: '/incident',
      summary: 'Everything about incidents.',
      verbs: [
        verb('declare', 'declare <severity> <title…> [service=NAME] [--separate]', ['new', 'start']),
        verb('ack', 'ack [INC-n] [for 20m]', ['mine']),
        verb('severity', 'severity [INC-n] <severity> [reason…]'),
        verb('state', 'state [INC-n] investigating|identified|resolved [reason…]'),
        verb('escalate', 'escalate [INC-n] [LEVEL|next] [reason…]'),
        verb('help', 'help [verb]'),
      ],
    },
  ],
  severities: [
    { name: 'p1', summary: 'All is down' },
    { name: 'p2', summary: 'Some is down' },
  ],
};

const at = (text: string) => completionAt(text, text.length, known);
const labels = (text: string) => at(text)?.candidates.map((c) => c.label) ?? [];

describe('of a command', () => {
  it('offers the command, its verbs, and what a verb takes, one after the other', () => {
    expect(labels('/')).toEqual(['/incident']);
    expect(labels('/incident ')).toEqual(['declare', 'ack', 'severity', 'state', 'escalate', 'help']);
    expect(labels('/incident de')).toEqual(['declare']);
    expect(labels('/incident declare ')).toEqual(['p1', 'p2']);
    expect(labels('/incident declare p1 API down')).toEqual([]);
  });

  it('shows what a verb takes and does', () => {
    expect(at('/incident ac')?.candidates[0]).toMatchObject({ more: '[INC-n] [for 20m]', about: 'ack it' });
  });

  it('finds a verb by another name of it, and takes that name for the verb', () => {
    expect(labels('/incident ne')).toEqual(['declare']);
    expect(labels('/incident new p')).toEqual(['p1', 'p2']);
  });

  it('reads past the incident that may be named first', () => {
    expect(labels('/incident severity ')).toEqual(['p1', 'p2']);
    expect(labels('/incident severity INC-4 p2')).toEqual(['p2']);
    expect(labels('/incident state INC-4 in')).toEqual(['investigating']);
    expect(labels('/incident escalate n')).toEqual(['next']);
  });

  it('offers verbs to the verb that explains verbs', () => {
    expect(labels('/incident help se')).toEqual(['severity']);
  });

  it('keeps options out of running text until one is begun', () => {
    expect(labels('/incident declare p1 API s')).toEqual([]);
    expect(labels('/incident declare p1 API se')).toEqual(['service=']);
    expect(labels('/incident declare p1 API --')).toEqual(['--separate']);
    expect(labels('/incident declare p1 service=api se')).toEqual([]);
  });

  it('understands a mention of the bot in the place of the command', () => {
    expect(labels('@tocsin ac')).toEqual(['ack']);
    expect(labels('@ada ac')).toEqual([]);
  });

  it('offers nothing for a command that is not there, nor inside a message', () => {
    expect(labels('/nothing ')).toEqual([]);
    expect(labels('see /inc')).toEqual([]);
    expect(labels('/incident declare p1 one\ntwo ')).toEqual([]);
  });
});

describe('of a name', () => {
  it('finds people by their name, their real names and parts of both, and never those who left', () => {
    expect(labels('@ad')).toEqual(['@ada']);
    expect(labels('ask @hop')).toEqual(['@grace']);
    expect(labels('@lead')).toEqual(['@eng-lead']);
    expect(labels('@gone')).toEqual([]);
  });

  it('finds groups, and of the apps only the bot', () => {
    expect(labels('@s')).toEqual(['@sre']);
    expect(labels('@')).toEqual(['@ada', '@grace', '@eng-lead', '@tocsin', '@sre']);
  });

  it('finds channels that are not archived', () => {
    expect(labels('in #inc')).toEqual(['#incidents', '#inc-1-api-down']);
  });

  it('takes no address of mail for a mention', () => {
    expect(labels('ada@gr')).toEqual([]);
  });
});

describe('of Enter', () => {
  it('takes a word that was begun', () => {
    expect(at('/incident de')?.eager).toBe(true);
    expect(at('@ad')?.eager).toBe(true);
    expect(at('/incident declare p')?.eager).toBe(true);
  });

  it('sends what is written out already, a bare command, and running text', () => {
    expect(at('/incident')?.eager).toBe(false);
    expect(at('/incident ')?.eager).toBe(false);
    expect(at('/incident ack')?.eager).toBe(false);
    expect(at('/incident mine')?.eager).toBe(false);
    expect(at('/incident declare p1')?.eager).toBe(false);
    expect(at('/incident declare p1 API se')?.eager).toBe(false);
    expect(at('hello @ada')?.eager).toBe(false);
  });
});

it('puts the candidate in the place of the word, and the caret behind it', () => {
  const text = 'ask @gr about it';
  const there = completionAt(text, 7, known);
  const grace = there?.candidates[0];
  expect(there && grace && completed(text, there, grace)).toEqual({ text: 'ask @grace about it', caret: 10 });
});
