/** `docs/seeds/*.yaml`: where each item of the five runbooks of the seeds went, and how that is known to work. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const item = z.strictObject({
  procedure: z.string().min(1),
  /** `file#path`: keys joined by `/`; items of a list by id, name or number from 0. */
  covered: z.array(z.string()).min(1),
  /** A test file, with the name of the test behind a colon; or `story: name`. */
  verified: z.array(z.string()).min(1),
  hazards: z.array(z.string().regex(/^H([1-9]|[12]\d|3[0-3])$/)).default([]),
  /** What differs from the seed, and why. */
  changed: z.string().optional(),
});
export type Item = z.output<typeof item>;

export interface System {
  readonly name: string;
  readonly title: string;
  /** `S3`: its items are numbered from 1. */
  readonly prefix: string;
  readonly items: number;
  readonly seed: string;
}

/** As the inventory counts them: 110 in all. */
export const SYSTEMS: readonly System[] = [
  { name: 'cloudcostguard', title: 'CloudCostGuard', prefix: 'S0', items: 5, seed: '000_39b9ce31a3b2e16d.txt' },
  { name: 'cost-agent', title: 'Cost Agent', prefix: 'S1', items: 15, seed: '001_c1bad23a380a8408.txt' },
  { name: 'ai-cost-dashboard', title: 'AI cost dashboard', prefix: 'S2', items: 28, seed: '002_169b0db1ed08c630.txt' },
  { name: 'smartcloudops', title: 'SmartCloudOps AI', prefix: 'S3', items: 40, seed: '003_0b7da04a00b34e0c.txt' },
  { name: 'architect', title: 'Architect', prefix: 'S4', items: 22, seed: '004_adcb18f331fabb83.txt' },
];

export const idsOf = ({ prefix, items }: System): readonly string[] =>
  Array.from({ length: items }, (_, i) => `${prefix}-${i + 1}`);

export interface Read {
  readonly items: Readonly<Record<string, Item>>;
  readonly problems: readonly string[];
}

export function readSystem({ name }: System): Read {
  const file = `docs/seeds/${name}.yaml`;
  if (!existsSync(file)) return { items: {}, problems: [`${file} is missing`] };
  const read = z.record(z.string(), item).safeParse(parse(readFileSync(file, 'utf8')));
  if (read.success) return { items: read.data, problems: [] };
  return { items: {}, problems: read.error.issues.map((i) => `${file}: ${i.path.join('.')}: ${i.message}`) };
}

/** Why a cover is none; undefined when it is there. */
export function missingCover(cover: string): string | undefined {
  const [file = '', path] = cover.split('#');
  if (!existsSync(file)) return `there is no ${file}`;
  if (path === undefined) return undefined;
  const text = readFileSync(file, 'utf8');
  if (file.endsWith('.md')) return text.includes(path) ? undefined : `${file} has no “${path}”`;
  let at: unknown = parse(text);
  for (const key of path.split('/')) {
    at = child(at, key);
    if (at === undefined) return `${file} has no ${path}: “${key}” is not there`;
  }
  return undefined;
}

function child(node: unknown, key: string): unknown {
  if (Array.isArray(node)) {
    const named = node.find((x) => typeof x === 'object' && x !== null && [x.id, x.name, x.title].includes(key));
    return named ?? (/^\d+$/.test(key) ? node[Number(key)] : undefined);
  }
  return typeof node === 'object' && node !== null ? (node as Record<string, unknown>)[key] : undefined;
}

/** Names of the tests of runbooks that are also played with everything real. */
function storyNames(): ReadonlySet<string> {
  const files = readdirSync('workflows', { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.test.yaml'));
  const tests = files.flatMap(
    (f) => (parse(readFileSync(join('workflows', f), 'utf8')) as { tests?: unknown[] }).tests ?? [],
  );
  return new Set(tests.flatMap((t) => (t as { story?: { name: string } }).story?.name ?? []));
}

/** Why a verification is none; undefined when it is there. */
export function missingTest(verified: string): string | undefined {
  const story = /^story: ([a-z0-9-]+)$/.exec(verified)?.[1];
  if (story !== undefined) {
    return storyNames().has(story) ? undefined : `there is no story ${story}`;
  }
  const [, file = verified, title] = /^(\S+\.(?:ts|yaml)): (.+)$/.exec(verified) ?? [];
  if (!existsSync(join('.', file))) return `there is no ${file}`;
  if (title === undefined) return undefined;
  return readFileSync(file, 'utf8').includes(title) ? undefined : `${file} has no test “${title}”`;
}
