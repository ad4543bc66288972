/** Slack's mrkdwn on the sandbox page: what is a mark, what stays text, and that nothing is ever lost. */
import { emojiChar, emojiNames, withEmoji } from '../../src/sandbox/page/blocks/emoji.ts';
import { decoded, type Inline, written } from '../../src/sandbox/page/blocks/mrkdwn-inline.ts';
import { type Part, parseMrkdwn } from '../../src/sandbox/page/blocks/mrkdwn-parts.ts';
import { activeTokens } from '../../src/sandbox/slack/show/mrkdwn.ts';
import { hostile, SEEDS } from '../corpora/words.ts';
import { messages } from '../support/all-views.ts';

/** `**…**` for bold and so on, one line: short enough to read in a table. */
function shown(nodes: readonly Inline[]): string {
  return nodes
    .map((n) => {
      if (n.kind === 'text') return decoded(n.raw);
      if (n.kind === 'emoji') return n.char;
      if (n.kind === 'token') return `[${n.token.kind} ${n.token.target}]`;
      return `(${n.kind} ${shown(n.inside)})`;
    })
    .join('');
}
const parts = (all: readonly Part[]) => all.map((p) => (p.kind === 'flow' ? '' : `${p.kind}: `) + shown(p.inside));
const flat = (text: string) => parts(parseMrkdwn(text)).join(' / ');

const tokensIn = (nodes: readonly Inline[]): string[] =>
  nodes.flatMap((n) => (n.kind === 'token' ? [n.token.raw] : 'inside' in n ? tokensIn(n.inside) : []));

/** Every mrkdwn text of a message: its own, and those of its blocks. */
function mrkdwnOf(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(mrkdwnOf);
  if (typeof node !== 'object' || node === null) return [];
  const { type, text } = node as { type?: unknown; text?: unknown };
  return type === 'mrkdwn' && typeof text === 'string' ? [text] : Object.values(node).flatMap(mrkdwnOf);
}
const ours = SEEDS.flatMap((h) => Object.values(messages(h)).flatMap((m) => [m.text, ...mrkdwnOf(m.blocks)]));

it('keeps every character of what our views say and of 500 hostile strings', () => {
  expect(ours.length).toBeGreaterThan(500);
  for (const text of [...ours, ...hostile()]) {
    const all = parseMrkdwn(text);
    expect(all.map((p) => p.raw).join('')).toBe(text);
    for (const p of all.filter((p) => p.kind === 'flow')) expect(written(p.inside)).toBe(p.raw.replace(/\n$/, ''));
  }
});

it('sees the mentions, dates and links that Slack would act on, and no others', () => {
  for (const text of [...ours, ...hostile()]) {
    const seen = parseMrkdwn(text, { autolink: false }).flatMap((p) => tokensIn(p.inside));
    const meant = activeTokens(text).filter((t) => t.kind !== 'unknown' && t.raw.startsWith('<'));
    expect(seen).toEqual(meant.map((t) => t.raw));
  }
});

it.each([
  ['*bold* _italic_ ~gone~ `code`', '(bold bold) (italic italic) (strike gone) (code code)'],
  ['*a _b ~c~_*', '(bold a (italic b (strike c)))'],
  ['snake_case_name and 2*3*4', 'snake_case_name and 2*3*4'],
  ['* not bold * and *not bold *', '* not bold * and *not bold *'],
  ['*over\ntwo lines*', '*over\ntwo lines*'],
  ['(*in brackets*), _and_.', '((bold in brackets)), (italic and).'],
  ['*outside `*` inside*', '(bold outside (code *) inside)'],
  ['`*no marks in code* :fire:`', '(code *no marks in code* :fire:)'],
  ['**', '**'],
  [':fire: :no_such_thing: 10:30:45', '🔥 :no_such_thing: 10:30:45'],
  ['&lt;b&gt; &amp;amp; &nbsp;', '<b> &amp; &nbsp;'],
  ['<@U1> <#C1|x> <!subteam^S1> <!here>', '[user U1] [channel C1] [group S1] [broadcast here]'],
  ['*<@U1>* `<@U1>`', '(bold [user U1]) (code [user U1])'],
  ['<script>alert(1)</script> <a href=x>', '<script>alert(1)</script> <a href=x>'],
  ['<javascript:alert(1)|x>', '[link javascript:alert(1)]'],
  [
    'see https://a.example/b_c_d, or (https://e.example).',
    'see [link https://a.example/b_c_d], or ([link https://e.example]).',
  ],
  ['a\n&gt; one\n&gt; *two*\nb', 'a / quote: one\n(bold two) / b'],
  ['> raw\nafter', 'quote: raw / after'],
  ['&gt;&gt;&gt; one\ntwo', 'quote: one\ntwo'],
  ['a\n```\n*x*\n&gt; y\n```\nb', 'a / pre: *x*\n> y / b'],
  ['``` never closed', '``` never closed'],
])('reads %j', (text, expected) => {
  expect(flat(text)).toBe(expected);
});

it('makes no link of a bare address in a verbatim text', () => {
  expect(parts(parseMrkdwn('https://a.example', { autolink: false }))).toEqual(['https://a.example']);
});

it('takes its time from the length of a text, not from its square', () => {
  const evil = ['*a ', '_a *b ', '`', '<a', '~x ', '*`'].map((s) => s.repeat(40_000 / s.length));
  const begun = performance.now();
  for (const text of evil) parseMrkdwn(text);
  expect(performance.now() - begun).toBeLessThan(30_000);
});

it('knows emoji by name, whatever the skin', () => {
  expect(withEmoji(':rotating_light: down :+1::skin-tone-3: :unheard_of:')).toBe('🚨 down 👍 :unheard_of:');
  expect(emojiNames.length).toBe(new Set(emojiNames).size);
  for (const name of emojiNames) {
    expect(name).toMatch(/^[a-z0-9_+-]+$/);
    expect(emojiChar(name)).toMatch(/^\p{Emoji}/u);
  }
});
