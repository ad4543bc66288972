/** Documents name files so that people can open them: every path in backticks and every relative link leads somewhere. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';

const root = new URL('../../', import.meta.url).pathname;
const documents = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** `store.ts`, in a sentence about all of them: at least one is called so. */
const names = new Set(
  ['src', 'commands', 'workflows', 'test'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => basename(path)),
  ),
);

const FOLDERS = /^(src|commands|workflows|test|docs|deploy|bench|\.ci)\//;
const BARE = /^[\w.-]+\.(md|ts|js|mjs|cjs|json|yaml|yml)$/;
const PLACEHOLDER = /<|…|\*|NNNN|\$\{/;

/** Examples are not references. */
const prose = (text: string): string => text.replace(/^(```|~~~)[\s\S]*?^\1/gm, '');

function missing(document: string, text: string): string[] {
  const ticked = [...prose(text).matchAll(/`([^`\s]+)`/g)]
    .map((m) => (m[1] ?? '').replace(/:\d+$/, ''))
    .filter((path) => FOLDERS.test(path) || BARE.test(path))
    .map((path) => {
      const at = path.search(PLACEHOLDER);
      // `docs/adr/NNNN-title.md`: at least its folder is there.
      return at < 0 ? path : path.slice(0, path.lastIndexOf('/', at) + 1);
    });
  const linked = [...prose(text).matchAll(/\]\(([^)\s]+)\)/g)]
    .map((m) => (m[1] ?? '').replace(/#.*$/, ''))
    .filter((to) => to !== '' && !/^[a-z]+:/.test(to))
    .map((to) => normalize(join(dirname(document), to)));
  return [...new Set([...ticked, ...linked])].filter((path) => !existsSync(join(root, path)) && !names.has(path));
}

it.each(documents)('%s', (document) => {
  expect(missing(document, readFileSync(join(root, document), 'utf8'))).toEqual([]);
});

it('looks at the documents there are', () => {
  expect(documents).toEqual(expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'docs/architecture.md']));
});

it('would notice a file that is not there', () => {
  const text = [
    'see `src/engine/nowhere.ts`, `src/engine/write.ts:12`, `nothing.yaml`, `package.json`, `docs/adr/NNNN-title.md`,',
    '`src/nowhere/<kind>.ts`, [a](../LICENSE), [b](gone.md#part), [c](https://example.com/x.md), `npm run check`',
    '```',
    '`src/only-an-example.ts`',
    '```',
  ].join('\n');
  expect(missing('docs/x.md', text)).toEqual(['src/engine/nowhere.ts', 'nothing.yaml', 'src/nowhere/', 'docs/gone.md']);
});
