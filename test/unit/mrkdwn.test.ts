/** The one door: pieces become markup, strings never do. */
import { bold, code, link, person, say, time } from '../../src/lib/text.ts';
import { toMrkdwn, toPlain, toRich } from '../../src/views/mrkdwn.ts';

const AT = Date.UTC(2026, 10, 21, 3, 0, 0);

describe('mrkdwn', () => {
  it('makes mentions, dates and links of pieces only', () => {
    const text = say`${person('U1')} at ${time(AT)}: ${link('https://x.example/a?b=1&c=2', 'look')} ${bold('now')} ${code('ack')}`;
    expect(toMrkdwn(text)).toBe(
      '<@U1> at <!date^1795230000^{time}|2026-11-21 03:00 UTC>: <https://x.example/a?b=1&amp;c=2|look> *now* `ack`',
    );
  });

  it.each([
    ['<!channel>', '&lt;!channel&gt;'],
    ['&lt;!channel&gt;', '&amp;lt;!channel&amp;gt;'],
    ['*x* _y_ ~z~ `c`', '∗x∗ ˍyˍ ∼z∼ ˋcˋ'],
    [':fire: 10:30:00', '∶fire: 10∶30:00'],
    ['https://evil.example', 'https:∕∕evil.example'],
    ['a\u202Eb', 'a⟨U+202E⟩b'],
    ['a\u0000b\u001Bc', 'abc'],
    ['a\uD800b', 'a\uFFFDb'],
  ])('%j is %j', (text, expected) => expect(toMrkdwn([text])).toBe(expected));

  it.each([
    [person('U1><!channel>')],
    [{ group: 'S1|x' }],
    [{ channel: '!here' }],
    [link('javascript:alert(1)', 'x')],
    [link('not a link', '<!here>')],
    [time(Number.NaN)],
  ])('a piece that is not what it claims is words: %j', (piece) => {
    expect(toMrkdwn([piece])).not.toMatch(/[<>]/);
    expect(toRich([piece]).every((e) => e.type === 'text')).toBe(true);
  });

  it('cannot be left through a link', () => {
    expect(toMrkdwn([link('https://x.example/|<!channel>', 'a|b>c\n<!here>')])).toBe(
      '<https://x.example/%7C%3C!channel%3E|a¦b&gt;c &lt;!here&gt;>',
    );
  });
});

describe('rich text', () => {
  it('is data: nothing is escaped, nothing is parsed', () => {
    expect(toRich(say`${'<!channel> *x* & `y`'} ${person('U1')} ${code('a_b')} ${bold('z')}`)).toEqual([
      { type: 'text', text: '<!channel> *x* & `y`' },
      { type: 'text', text: ' ' },
      { type: 'user', user_id: 'U1' },
      { type: 'text', text: ' ' },
      { type: 'text', text: 'a_b', style: { code: true } },
      { type: 'text', text: ' ' },
      { type: 'text', text: 'z', style: { bold: true } },
    ]);
    expect(toRich([''])).toEqual([]);
  });
});

it('plain text is one line of words', () => {
  expect(toPlain(say`${person('U1')}\n  said\t${bold('*hi*')}`)).toBe('@U1 said *hi*');
});
