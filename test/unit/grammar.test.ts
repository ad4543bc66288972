/** The grammar: what becomes a word, a key, a flag or text, from any keyboard. */
import { readArgs } from '../../src/inbound/slack/grammar.ts';
import { saidTo, typedText } from '../../src/inbound/slack/slack-text.ts';
import { nearest } from '../../src/inbound/slack/suggest.ts';

const words = (text: string) => readArgs(text).words.map((w) => w.value);

describe('words', () => {
  it.each([
    ['p1 API down', ['p1', 'API', 'down']],
    ['p1 "API down"', ['p1', 'API down']],
    ['p1 “API down”', ['p1', 'API down']],
    ['p1 „API down“', ['p1', 'API down']],
    ['p1 “API down"', ['p1', 'API down']],
    ["p1 'API down'", ['p1', 'API down']],
    ["p1 can't connect, customers' carts", ['p1', "can't", 'connect,', "customers'", 'carts']],
    ["'til the end", ["'til", 'the', 'end']],
    ['"no end', ['"no', 'end']],
    ['   ', []],
    ['', []],
  ])('%s', (text, expected) => expect(words(text)).toEqual(expected));
});

describe('keys and flags', () => {
  it.each([
    ['service=api', { service: 'api' }],
    ['x Service=api y', { service: 'api' }],
    ['impact="nobody can log in" x', { impact: 'nobody can log in' }],
    ['impact=“nobody can log in”', { impact: 'nobody can log in' }],
    ['empty=', { empty: '' }],
    ['a=b=c', { a: 'b=c' }],
    ['"service=api"', {}],
    ['https://x.example/?a=b', {}],
    ['=5 1=2', {}],
  ])('%s', (text, expected) => expect(Object.fromEntries(readArgs(text).keys)).toEqual(expected));

  it('takes the dash a phone makes of two only for a flag it knows', () => {
    expect([...readArgs('x —separate', ['separate']).flags]).toEqual(['separate']);
    expect([...readArgs('P1 —API down', ['separate']).flags]).toEqual([]);
    expect(words('P1 —API down')).toEqual(['P1', '—API', 'down']);
    expect([...readArgs('--Separate x').flags]).toEqual(['separate']);
    expect(words('a -- b')).toEqual(['a', '--', 'b']);
  });
});

describe('rest', () => {
  it.each([
    ['p1 API down', 1, 'API down'],
    ['p1 "API down"', 1, 'API down'],
    ['p1 "API" is down', 1, '"API" is down'],
    ['text one\nline  two next=5m', 0, 'text one\nline  two'],
    ['first next=5m last', 0, 'first last'],
    ['p1', 1, ''],
  ])('%s from %i', (text, from, expected) => expect(readArgs(text).rest(from)).toBe(expected));
});

describe('what Slack delivers becomes what was typed', () => {
  it.each([
    ['API &lt;down&gt; &amp; out', 'API <down> & out'],
    ['&amp;lt;!channel&amp;gt;', '&lt;!channel&gt;'],
    ['&lt;!channel&gt;', '<!channel>'],
    ['<!channel> <!here>', '@channel @here'],
    ['ask <@U1|ada> in <#C1|ops>', 'ask @ada in #ops'],
    ['<http://api.example.com|api.example.com> is down', 'api.example.com is down'],
    ['<https://api.example.com/health>', 'https://api.example.com/health'],
    ['<https://evil.example|bank>', 'bank (https://evil.example)'],
    ['a\u00A0b', 'a b'],
  ])('%s', (text, expected) => expect(typedText(text)).toBe(expected));

  it('reads only what follows the mention', () => {
    expect(saidTo('U0BOT', 'hey <@U0BOT> ack')).toBe('ack');
    expect(saidTo('U0BOT', '<@U0BOT|tocsin>: DECLARE P1')).toBe('DECLARE P1');
    expect(saidTo('U0BOT', '<@U1> ack')).toBeUndefined();
    expect(saidTo(undefined, '<@U1> ack')).toBe('ack');
  });
});

describe('did you mean', () => {
  const verbs = ['declare', 'ack', 'severity', 'state', 'update', 'escalate', 'resolve', 'timeline'];
  it.each([
    ['decalre', 'declare'],
    ['declair', 'declare'],
    ['akc', 'ack'],
    ['resovle', 'resolve'],
    ['time', 'timeline'],
    ['xyzzy', undefined],
    ['a', undefined],
    ['x'.repeat(5000), undefined],
  ])('%s → %s', (typed, expected) => expect(nearest(typed, verbs)).toBe(expected));
});
