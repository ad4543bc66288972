/** What is typed becomes a command, a message, or a refusal that says what to do instead. */
import type { Known } from '../../src/sandbox/page/composer/candidate.ts';
import { outgoing, usageHint } from '../../src/sandbox/page/composer/outgoing.ts';

const declare = { name: 'declare', aliases: ['new'], usage: 'declare <severity>', summary: 'Declares.', examples: [] };
const known: Known = {
  botUser: 'B',
  people: [{ id: 'B', name: 'tocsin', realName: 'Tocsin', isBot: true, deleted: false }],
  groups: [],
  channels: [],
  commands: [{ name: '/incident', summary: '', verbs: [declare] }],
  severities: [],
};

it('sends a command with what follows it', () => {
  const command = { kind: 'command', command: '/incident' };
  expect(outgoing('/incident declare p1 API down ', known, false)).toEqual({ ...command, text: 'declare p1 API down' });
  expect(outgoing('/Incident', known, false)).toEqual({ ...command, text: '' });
});

it('sends everything else as it was typed, a command after a space too', () => {
  expect(outgoing(' two\nlines ', known, false)).toEqual({ kind: 'say', text: 'two\nlines' });
  expect(outgoing(' /incident list', known, false)).toEqual({ kind: 'say', text: '/incident list' });
  expect(outgoing('/etc/hosts is gone', known, false)).toEqual({ kind: 'say', text: '/etc/hosts is gone' });
  expect(outgoing('  \n', known, false)).toEqual({ kind: 'nothing' });
});

it('names the commands there are when it is none of them', () => {
  const refused = outgoing('/incidnet list', known, false);
  expect(refused).toMatchObject({ kind: 'refused', why: expect.stringContaining('There is /incident.') });
});

it('says what to write in a thread, where Slack takes no commands', () => {
  const refused = outgoing('/incident ack for 20m', known, true);
  expect(refused).toMatchObject({ kind: 'refused', why: expect.stringContaining('“@tocsin ack for 20m”') });
});

it('reminds of what a verb takes while one types it', () => {
  expect(usageHint('/incident new p1 ', known)).toEqual({ usage: 'declare <severity>', summary: 'Declares.' });
  expect(usageHint('/incident ne', known)).toBeUndefined();
  expect(usageHint('new things', known)).toBeUndefined();
});
