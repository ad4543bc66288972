/** What keeps every file readable in one go: at most 300 lines, one idea in its name, and a first line that says what for. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const MOST = 300;
const root = new URL('../../', import.meta.url).pathname;

const files = ['src', 'commands'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return { path: path.slice(root.length), text: readFileSync(path, 'utf8') };
    }),
);
const sources = files.filter(({ path }) => /[.]tsx?$/.test(path));

const linesOf = (text: string): number => text.replace(/\n$/, '').split('\n').length;

it('finds the sources', () => {
  expect(sources.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['src/main.ts', 'commands/incident/declare.ts', 'src/engine/commit-loop.ts']),
  );
});

it(`has no file of more than ${MOST} lines`, () => {
  expect(
    files.map(({ path, text }) => `${path}: ${linesOf(text)}`).filter((f) => Number(f.split(': ')[1]) > MOST),
  ).toEqual([]);
});

it('names every file and folder in kebab-case', () => {
  const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/;
  const odd = sources.filter(({ path }) => {
    const parts = path.replace(/[.]tsx?$/, '').split('/');
    return parts.some((part) => !kebab.test(part));
  });
  expect(odd.map(({ path }) => path)).toEqual([]);
  // Migrations are numbered first, because their order is what they are about.
  const others = files.filter(({ path }) => !/[.]tsx?$/.test(path)).map(({ path }) => basename(path));
  for (const name of others) expect(name).toMatch(/^(\d{4}_[a-z0-9_]+\.sql|[a-z0-9-]+\.css|tsconfig\.json)$/);
});

it('opens every file with what it is for', () => {
  const silent = sources.filter(({ text }) => !/^(#!.*\n)?\/\*\*\s+(\* )?\S/.test(text));
  expect(silent.map(({ path }) => path)).toEqual([]);
});
