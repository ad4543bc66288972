/** `/incident` and its mention form: every example parses, and tables of what people type at 03:00. */
import { incident } from '../../commands/incident.ts';
import { defineCommand, type Intent } from '../../src/inbound/slack/define-command.ts';
import { mentioned, understand } from '../../src/inbound/slack/understand.ts';
import { plain } from '../../src/lib/text.ts';
import { catalog } from '../support/sample-world.ts';

const slash = (text: string): Intent => understand(incident, text, { catalog, prefix: '/incident' });
const mention = (text: string): Intent => {
  const said = mentioned([incident], text);
  return understand(incident, said?.text ?? '', { catalog, prefix: '@tocsin' });
};
const told = (i: Intent): string => (i.kind === 'problem' ? plain(i.text) : JSON.stringify(i));
const declared = (data: object) => ({
  kind: 'act',
  verb: 'declare',
  on: 'new',
  input: { type: 'incident.declare', data },
});
const act = (type: string, data: object, on: number | 'current' = 'current') => ({
  kind: 'act',
  on,
  input: { type, data },
});

describe.each(incident.verbs.map((v) => [v.name, v] as const))('%s', (_name, verb) => {
  it.each(verb.examples.map((e) => [e.text]))('parses its example: %s', (text) => {
    expect(told(slash(text))).not.toMatch(/Unknown|do not know/);
    expect(slash(text).kind).not.toBe('problem');
    expect(JSON.stringify(mention(text)).replaceAll('@tocsin', '/incident')).toBe(JSON.stringify(slash(text)));
  });

  it('has usage that begins with its name', () => expect(verb.usage.split(' ')[0]).toBe(verb.name));
});

describe('declare', () => {
  it.each([
    ['declare p1 API down', { severity: 'p1', title: 'API down' }],
    ['DECLARE P1 - API DOWN', { severity: 'p1', title: 'API DOWN' }],
    ['Declare P1 – API DOWN', { severity: 'p1', title: 'API DOWN' }],
    ['declare P1 —API DOWN', { severity: 'p1', title: 'API DOWN' }],
    ['declare P1: API down', { severity: 'p1', title: 'API down' }],
    ['declare sev-1 API down', { severity: 'p1', title: 'API down' }],
    ['declare sev 1 API down', { severity: 'p1', title: 'API down' }],
    ['declare critical API down', { severity: 'p1', title: 'API down' }],
    ['p1 API down', { severity: 'p1', title: 'API down' }],
    ['declare p2 “High error rate” service=api', { severity: 'p2', title: 'High error rate', service: 'architect' }],
    [
      'declare p1 x impact="no logins" customers=40%',
      { severity: 'p1', title: 'x', impact: 'no logins', customers: '40%' },
    ],
    ['declare p1 x --separate', { severity: 'p1', title: 'x', separate: true }],
    ['declare p1 x —separate', { severity: 'p1', title: 'x', separate: true }],
    ['declare p1 <!channel> *x* ${{ 1 }} \u202e', { severity: 'p1', title: '<!channel> *x* ${{ 1 }} \u202e' }],
  ])('%s', (text, data) => {
    expect(slash(text)).toEqual(declared(data));
    expect(mention(text)).toEqual(declared(data));
  });

  it.each([
    ['declare', {}],
    ['declare p1', { severity: 'p1' }],
    ['declare API down', { title: 'API down' }],
    ['declare critcal API down', { title: 'critcal API down' }],
    ['declare service=billing', { service: 'billing' }],
  ])('opens a form with what is known: %s', (text, prefill) => {
    expect(slash(text)).toMatchObject({ kind: 'form', form: 'declare', prefill });
  });

  it.each([
    ['declare p9 API down', /Unknown severity “p9”.*Known: p1, p2, p3\. Nothing was done/],
    ['declare p1 x service=billling', /Unknown service “billling”\. Did you mean billing\?/],
    ['declare p1 x sevice=billing', /no sevice=\. Did you mean service=\?.*Nothing was done/],
    ['declare p1 x --sepperate', /no --sepperate\. Known: --separate/],
    ['decalre p1 API down', /Did you mean \/incident declare p1 API down\?/],
  ])('says what to do: %s', (text, expected) => expect(told(slash(text))).toMatch(expected));

  it('asks in words where no form can open', () => {
    const i = mention('declare p1');
    expect(i.kind === 'form' && told(i.otherwise)).toMatch(/What is wrong\? Say @tocsin declare p1 API down/);
  });

  it('keeps a title of 10 KB whole', () => {
    const title = 'x'.repeat(10_000);
    expect(slash(`declare p1 ${title}`)).toEqual(declared({ severity: 'p1', title }));
  });
});

describe('the other verbs', () => {
  it.each([
    ['ack', act('incident.ack', {})],
    ['ACK', act('incident.ack', {})],
    ['ack.', act('incident.ack', {})],
    ['ack for 20m', act('incident.ack', { forMs: 1_200_000 })],
    ['ack 1h30m', act('incident.ack', { forMs: 5_400_000 })],
    ['ack INC-42', act('incident.ack', {}, 42)],
    ['ack inc42 for 5m', act('incident.ack', { forMs: 300_000 }, 42)],
    ['ack #42', act('incident.ack', {}, 42)],
    ['ack in=INC-42', act('incident.ack', {}, 42)],
    ['ack, looking into it', act('incident.ack', {})],
    ['sev p2 only one region', act('incident.severity', { severity: 'p2', reason: 'only one region' })],
    ['severity INC-7 P1', act('incident.severity', { severity: 'p1' }, 7)],
    ['state identified bad deploy', act('incident.state', { status: 'identified', reason: 'bad deploy' })],
    ['mitigated', act('incident.state', { status: 'monitoring' })],
    ['reopen it came back', act('incident.state', { status: 'reopened', reason: 'it came back' })],
    ['update we rolled back next=15m', act('incident.update', { text: 'we rolled back', nextMs: 900_000 })],
    ['update "We are back" audience=PUBLIC', act('incident.update', { text: 'We are back', audience: 'public' })],
    ['update INC-9 line one\nline two', act('incident.update', { text: 'line one\nline two' }, 9)],
    ['escalate', act('incident.escalate', { to: 'next' })],
    ['escalate 3', act('incident.escalate', { to: 3 })],
    ['escalate L2 customers call', act('incident.escalate', { to: 2, reason: 'customers call' })],
    ['escalate to level 2', act('incident.escalate', { to: 2 })],
    ['escalate customers call', act('incident.escalate', { to: 'next', reason: 'customers call' })],
    ['resolve false alarm', act('incident.resolve', { summary: 'false alarm' })],
    ['run api-completely-down', act('incident.run', { runbook: 'architect/api-completely-down', inputs: {} })],
    [
      'run API completely down namespace=x',
      act('incident.run', { runbook: 'architect/api-completely-down', inputs: { namespace: 'x' } }),
    ],
    [
      'run INC-42 architect/api-completely-down podcount=3',
      act('incident.run', { runbook: 'architect/api-completely-down', inputs: { podCount: '3' } }, 42),
    ],
    ['join INC-42', act('incident.join', {}, 42)],
  ])('%s', (text, expected) => expect(slash(text)).toMatchObject(expected));

  it.each([
    ['', { kind: 'ask', question: 'here' }],
    ['list', { kind: 'ask', question: 'list' }],
    ['show INC-42', { kind: 'ask', question: 'show', on: 42 }],
    ['timeline', { kind: 'ask', question: 'timeline', on: 'current' }],
    ['run', { kind: 'ask', question: 'runbooks', on: 'current' }],
    ['help', { kind: 'ask', question: 'help' }],
    ['help ack', { kind: 'ask', question: 'verb', verb: 'ack' }],
    ['update', { kind: 'form', form: 'update', prefill: {} }],
    ['update next=30m', { kind: 'form', form: 'update', prefill: { next: '1800000' } }],
    ['resolve INC-42', { kind: 'form', form: 'resolve', on: 42 }],
  ])('asks: %s', (text, expected) => expect(slash(text)).toMatchObject(expected));

  it.each([
    ['ack for ever', /For how long/],
    ['ack 0m', /For how long/],
    ['sev', /Which one/],
    ['sev p7', /Unknown severity/],
    ['state perfect', /Unknown state/],
    ['update x next=soon', /not a duration/],
    ['update x audience=everybody', /Unknown audience/],
    ['update x nxt=5m', /Did you mean next=/],
    ['run api-completly-down', /Did you mean \/incident run api-completely-down/],
    ['run api-completely-down namspace=x', /Unknown input.*namespace/],
    ['escalate to the database people', /To which level\?.*Nobody was paged/],
    ['ack in=42x', /not an incident/],
    ['frobnicate', /I do not know “frobnicate”\. \/incident help lists/],
  ])('refuses with a way on: %s', (text, expected) => {
    expect(slash(text).kind).toBe('problem');
    expect(told(slash(text))).toMatch(expected);
  });

  it('resolves from a mention without a form', () => {
    const i = mention('resolve');
    expect(i.kind === 'form' && i.otherwise).toMatchObject(act('incident.resolve', {}));
  });

  it('takes the name of the command in a mention', () => {
    expect(mention('incident ack')).toEqual(mention('ack'));
    expect(mention('inc ack')).toEqual(mention('ack'));
  });
});

it('never throws, whatever is typed', () => {
  const alphabet = [
    'declare',
    'ack',
    'run',
    'p1',
    '"',
    '“',
    "'",
    '=',
    '--',
    '—',
    'a=b',
    'INC-1',
    '\n',
    '<!channel>',
    '\u202e',
    '😀',
    '\ud800',
  ];
  let seed = 7;
  const next = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return alphabet[seed % alphabet.length] ?? '';
  };
  for (let i = 0; i < 2_000; i += 1) {
    const text = Array.from({ length: i % 12 }, next).join(i % 3 ? ' ' : '');
    expect(['act', 'ask', 'form', 'problem']).toContain(slash(text).kind);
  }
});

it('refuses two verbs of one name', () => {
  const [ack] = incident.verbs;
  expect(() => defineCommand({ ...incident, verbs: ack ? [ack, ack] : [] })).toThrow(/two verbs are called/);
});
