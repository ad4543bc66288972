import { readYaml } from '../../src/lib/yaml/document.ts';
import { nearest } from '../../src/lib/yaml/nearest.ts';

const issues = (text: string) => {
  const reading = readYaml(text);
  return 'issues' in reading ? reading.issues : [];
};
const value = (text: string) => {
  const reading = readYaml(text);
  if ('issues' in reading) throw new Error(JSON.stringify(reading.issues));
  return reading.document.value;
};

describe('what is refused, with its place and what to write', () => {
  const bomb = `a: &a [x, x]\n${Array.from({ length: 20 }, (_, i) => `b${i}: &b${i} [*a, *a]`).join('\n')}`;
  it.each<[string, string, number, number, RegExp, RegExp]>([
    ['anchors', 'a: 1\nb: &x 2', 2, 4, /anchors/, /write the value out/],
    ['aliases', 'a: *x', 1, 4, /aliases/, /quotes/],
    ['an alias bomb', bomb, 1, 4, /anchors/, /write the value out/],
    ['merge keys', 'a: { b: 1 }\nc:\n  <<: { d: 2 }', 3, 3, /merge keys/, /write the keys out/],
    ['custom tags', 'a: !!js/function "x"', 1, 4, /tags/, /leave the tag out/],
    ['core tags', 'a: !!binary aGk=', 1, 4, /tags/, /leave the tag out/],
    ['directives', '%YAML 1.1\n---\na: yes', 1, 1, /directives/, /leave the line out/],
    ['duplicate keys', 'a: 1\nb: 2\na: 3', 3, 1, /written twice/, /keep one/],
    ['duplicate keys in one line', 'x: { a: 1, a: 2 }', 1, 12, /written twice/, /keep one/],
    ['several documents', 'a: 1\n---\nb: 2', 2, 1, /more than one document/, /split/],
    ['a document end', 'a: 1\n...\nb: 2', 2, 1, /more than one document/, /split/],
    ['tabs', 'a:\n\tb: 1', 2, 1, /tab/, /two spaces/],
    ['NUL', 'a: "x\0"', 1, 6, /U.0000/, /delete it/],
    ['escape codes', 'a: \u001b[31m', 1, 4, /U\+001B/, /delete it/],
    ['a byte order mark inside', 'a: 1\nb: \ufeff2', 2, 4, /U\+FEFF/, /delete it/],
    ['reversed text', 'a: x\u202ey', 1, 5, /U\+202E/, /delete it/],
    ['lone surrogates', 'a: \ud800', 1, 1, /not valid Unicode/, /UTF-8/],
    ['__proto__', 'a:\n  __proto__: { x: 1 }', 2, 3, /__proto__ cannot be a key/, /another name/],
    ['a quoted __proto__', '"__proto__": 1', 1, 1, /cannot be a key/, /another name/],
    ['constructor', 'a: { constructor: { prototype: 1 } }', 1, 6, /constructor cannot be a key/, /another name/],
    ['a list as a key', '? [a]\n: b', 1, 3, /plain word/, /as text/],
    ['an expression as a key', '"${{ a }}": 1', 1, 1, /cannot hold/, /into the value/],
    ['deep flow', `a: ${'['.repeat(25)}${']'.repeat(25)}`, 1, 24, /deeper than 20/, /flatter/],
    ['deep dashes', `${'- '.repeat(25)}a`, 1, 41, /deeper than 20/, /flatter/],
    [
      'deep blocks',
      Array.from({ length: 25 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
      22,
      22,
      /deeper than 20/,
      /flatter/,
    ],
    ['infinity', 'a: .inf', 1, 4, /not a number/, /quotes/],
    ['inexact integers', 'a: 12345678901234567890', 1, 4, /changed by reading/, /quotes/],
    ['an unquoted expression in braces', 'a: { b: ${{ x }} }', 1, 10, /cannot read/, /quotes around the value/],
    ['an open quote', 'a: "x', 1, 6, /missing/, /close the quote/],
    ['a second colon', 'a: b: c', 1, 4, /second ": "/, /quotes/],
    ['an at sign', 'a: @x', 1, 4, /cannot start/, /quotes/],
    ['too many values', `a:\n${'- 1\n'.repeat(2_500)}`, 2_000, 3, /more than 2000 values/, /split/],
    [
      'far too many values',
      `a: [${'1,'.repeat(20_000)}]`,
      1,
      expect.any(Number) as unknown as number,
      /too many values/,
      /split/,
    ],
    ['a large file', `a: ${'x'.repeat(70_000)}`, 1, 1, /larger than 64 KiB/, /split/],
    ['a file large in bytes', `a: ${'é'.repeat(40_000)}`, 1, 1, /larger than 64 KiB/, /split/],
  ])('%s', (_, text, line, column, message, instead) => {
    const [first] = issues(text);
    expect(first).toEqual({
      line,
      column,
      message: expect.stringMatching(message),
      instead: expect.stringMatching(instead),
    });
  });
});

/** Alone each takes well under 100 ms; the bound leaves room for a machine that does other things as well. */
describe('hostile files end quickly and alone', () => {
  it.each([
    ['10 MB of one text', `a: ${'x'.repeat(10_000_000)}`],
    ['10 MB of lists', '['.repeat(10_000_000)],
    ['64 KiB of open maps', '{a: '.repeat(16_000)],
    ['64 KiB of open lists', '['.repeat(65_000)],
    ['64 KiB of dashes', '- '.repeat(32_000)],
    ['64 KiB of question marks', '? '.repeat(32_000)],
    ['64 KiB of keys', Array.from({ length: 9_000 }, (_, i) => `k${i}:`).join('\n')],
    ['64 KiB of stairs', Array.from({ length: 350 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
    ['64 KiB of quotes', '"'.repeat(65_000)],
    ['64 KiB of colons', ': '.repeat(32_000)],
    ['64 KiB of comments', '#\n'.repeat(32_000)],
    ['64 KiB of new lines', '\n'.repeat(65_000)],
    ['64 KiB of spaces', ' '.repeat(65_000)],
    ['64 KiB of block scalars', 'a: |\n'.repeat(12_000)],
    ['64 KiB of anchors', '&a '.repeat(21_000)],
  ])('%s', (_, text) => {
    const before = performance.now();
    readYaml(text);
    expect(performance.now() - before).toBeLessThan(30_000);
  });
});

describe('what is read', () => {
  it('is YAML 1.2: only true and false are booleans', () => {
    expect(value('a: on\nb: yes\nc: NO\nd: off\ne: true\nf: 2024-01-01\ng: 1_000\nh: ~')).toEqual({
      a: 'on',
      b: 'yes',
      c: 'NO',
      d: 'off',
      e: true,
      f: '2024-01-01',
      g: '1_000',
      h: null,
    });
  });
  it('has texts as keys, whatever they look like', () => {
    expect(value('1: a\ntrue: b\n1e3: c\non: d')).toEqual({ 1: 'a', true: 'b', '1e3': 'c', on: 'd' });
  });
  it('may begin with a byte order mark and a ---, and end its lines in any way', () => {
    expect(value('\ufeff---\r\na: 1\r\nb: x\r\n')).toEqual({ a: 1, b: 'x' });
  });
  it('knows where everything stands', () => {
    const reading = readYaml('a:\n  - b: "x ${{ y }}"\n    c:\n');
    if ('issues' in reading) throw new Error('unreadable');
    const { document } = reading;
    expect(document.at(['a', 0, 'b'])).toEqual({ line: 2, column: 8 });
    expect(document.keyAt(['a', 0, 'b'])).toEqual({ line: 2, column: 5 });
    expect(document.find(['a', 0, 'b'], 'y')).toEqual({ line: 2, column: 15 });
    expect(document.at(['a', 0, 'c']).line).toBe(3);
    expect(document.at(['a', 0, 'missing'])).toEqual({ line: 2, column: 5 });
    expect(document.at(['gone'])).toEqual({ line: 1, column: 1 });
  });
});

describe('nearest', () => {
  const known = ['severity', 'service', 'kubernetes.scale', 'kubernetes.get'];
  it.each([
    ['sevrity', 'severity'],
    ['severtiy', 'severity'],
    ['kubernetes.scael', 'kubernetes.scale'],
    ['Scale', 'kubernetes.scale'],
    ['frobnicate', undefined],
    ['x'.repeat(10_000), undefined],
  ])('%s', (word, expected) => expect(nearest(word, known)).toBe(expected));
});
