/** docs/security.md says how many hostile entries there are: as many as are in the lists, and at least what was promised. */
import { existsSync, readFileSync } from 'node:fs';
import { ARGUMENTS } from '../corpora/arguments.ts';
import { EXPRESSIONS } from '../corpora/expressions.ts';
import { KUBERNETES_NAMES } from '../corpora/kubernetes-names.ts';
import { privateUrls } from '../corpora/private-urls.ts';
import { REDIS } from '../corpora/redis.ts';
import { HARMLESS, SQL } from '../corpora/sql.ts';
import { hostile } from '../corpora/words.ts';
import { YAML } from '../corpora/yaml.ts';

const page = readFileSync('docs/security.md', 'utf8');
const row = (name: string) =>
  page
    .split('\n')
    .find((line) => line.includes(`test/corpora/${name}.ts`))
    ?.split('|') ?? [];

test.each<[string, number, number]>([
  ['words', hostile().length, 500],
  ['yaml', YAML.length, 150],
  ['expressions', EXPRESSIONS.length, 200],
  ['arguments', ARGUMENTS.length, 100],
  ['private-urls', privateUrls(1, 1).length, 80],
  ['sql', SQL.length, 60],
  ['redis', REDIS.length, 40],
  ['kubernetes-names', KUBERNETES_NAMES.length, 60],
])('%s', (name, entries, least) => {
  const [, , said, , test = ''] = row(name);
  expect(Number(said)).toBe(entries);
  expect(entries).toBeGreaterThanOrEqual(least);
  const file = /`([^`]+)`/.exec(test)?.[1] ?? '';
  expect(existsSync(file)).toBe(true);
  expect(readFileSync(file, 'utf8')).toContain(`corpora/${name}.ts`);
});

test('what is answered of SQL is counted as well', () => {
  expect(row('sql').join('|')).toContain(`one of ${Object.keys(HARMLESS).length} answered`);
});
