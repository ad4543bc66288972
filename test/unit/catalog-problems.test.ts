import { report } from '../../src/domain/catalog/report.ts';
import { compile } from '../../src/domain/compile.ts';
import { type Change, changed, sha256, swap } from './catalog-fixture.ts';
import { kinds } from './catalog-kinds.ts';

const S = 'org/severities.yaml';
const P = 'org/people.yaml';
const G = 'org/settings.yaml';
const V = 'architect/service.yaml';

describe('files that are missing or stand in the wrong place are told', () => {
  it.each<[string, Record<string, Change>, string, RegExp, RegExp]>([
    ['a missing file', { [S]: null }, S, /the file is missing/, /write org\/severities\.yaml/],
    ['a missing service file', { [V]: null }, V, /the file is missing/, /write architect\/service\.yaml/],
    [
      'a misspelt file',
      { 'org/severity.yaml': 'a: 1' },
      'org/severity.yaml',
      /there is no org\/severity\.yaml/,
      /did you mean org\/severities\.yaml/,
    ],
    ['a file at the top', { 'people.yaml': 'a: 1' }, 'people.yaml', /nothing is read/, /move it/],
    ['a file too deep', { 'architect/old/x.yaml': 'a: 1' }, 'architect/old/x.yaml', /nothing is read/, /move it/],
    [
      'a name with capitals',
      { 'architect/API Down.yaml': 'a: 1' },
      'architect/API Down.yaml',
      /not kebab-case/,
      /rename it/,
    ],
  ])('%s', (_, changes, file, message, instead) => {
    const { catalog, problems } = changed(changes);
    expect(catalog).toBeUndefined();
    expect(problems.find((p) => p.file === file)).toEqual({
      file,
      line: 1,
      column: 1,
      message: expect.stringMatching(message),
      instead: expect.stringMatching(instead),
    });
  });

  it('an empty folder', () => {
    const { catalog, problems } = compile(new Map(), kinds, sha256);
    expect(catalog).toBeUndefined();
    expect(problems).toEqual([
      { file: '.', line: 1, column: 1, message: expect.any(String), instead: expect.any(String) },
    ]);
  });

  it('all of them at once, in order', () => {
    const { problems } = changed({
      [S]: swap('respondWithin: 15m', 'respondWithin: soon'),
      [P]: (t) => swap('slack: U0ADA', 'slack: ada')(t).replace('manager: [mona]', 'manger: [mona]'),
      [G]: swap('defaultService: architect', 'defaultService: x'),
    });
    expect(problems.map((p) => `${p.file}:${p.line}`)).toEqual([`${P}:6`, `${S}:12`, `${G}:2`].sort());
  });
});

describe('texts stay what somebody wrote', () => {
  it.each([
    ['on', 'on'],
    ['yes', 'yes'],
    ['NO', 'NO'],
    ['1e3', '1e3'],
    ['0o7', '0o7'],
    ['007', '007'],
    ['1.10', '1.10'],
    ['0x1F', '0x1F'],
    ['true', 'true'],
  ])('%s', (written, expected) => {
    const titled = changed({ [V]: swap('title: Architect Dashboard API', `title: ${written}`) });
    expect(titled.problems).toEqual([]);
    expect(titled.catalog?.services[0]?.title).toBe(expected);
    const aliased = changed({ [V]: swap('[api, dashboard, architect-api]', `[${written}]`) });
    expect(aliased.problems).toEqual([]);
    expect(aliased.catalog?.services[0]?.aliases).toEqual([expected.toLowerCase()]);
  });

  it('nothing is not a text', () => {
    const [problem] = changed({ [V]: swap('title: Architect Dashboard API', 'title: ~') }).problems;
    expect(problem?.message).toMatch(/title is missing/);
  });
});

describe('report', () => {
  it('is what a terminal shows', () => {
    const { problems } = changed({
      [S]: swap('label: P2 High', 'lable: P2 High'),
      [V]: swap('policy: critical', 'policy: nope'),
    });
    expect(report(problems)).toBe(
      [
        'architect/service.yaml:3:9 there is no policy "nope"',
        '  → there is critical',
        '',
        'org/severities.yaml:10:3 unknown key "lable"',
        '  → did you mean label?',
        '',
        '2 problems in 2 files.',
      ].join('\n'),
    );
    expect(report([])).toBe('No problems.');
  });

  it('does not let a file move the cursor', () => {
    const text = report([{ file: 'a.yaml', line: 1, column: 1, message: 'x\u001b[2J\r\n\u202ey', instead: 'z' }]);
    expect(text).not.toMatch(/\p{Cc}(?<!\n)|\p{Cf}/u);
  });
});
