/** The workflows of one service, kept as they are whatever ships beside them, and a way to change one line of them. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Compiled, compile } from '../../src/domain/compile.ts';
import { kinds } from './catalog-kinds.ts';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const root = join(import.meta.dirname, '../support/workflows');

export function ofOneService(): Map<string, string> {
  const all = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.yaml'));
  return new Map(all.map((f) => [f, readFileSync(join(root, f), 'utf8')]));
}

export type Change = string | null | ((text: string) => string);

/** Those files with replacements; `null` deletes a file. */
export function changed(changes: Readonly<Record<string, Change>>): Compiled {
  const files = ofOneService();
  for (const [file, change] of Object.entries(changes)) {
    if (change === null) files.delete(file);
    else files.set(file, typeof change === 'string' ? change : change(files.get(file) ?? ''));
  }
  return compile(files, kinds, sha256);
}

/** Replaces text that must be there exactly once, so that a test cannot pass by changing nothing. */
export const swap = (from: string, to: string) => (text: string) => {
  if (text.split(from).length !== 2)
    throw new Error(`${JSON.stringify(from)} stands there ${text.split(from).length - 1} times`);
  return text.replace(from, () => to);
};

export type ProblemCase = readonly [
  what: string,
  file: string,
  change: Change,
  where: `${number}:${number}`,
  message: RegExp,
  instead: RegExp,
];

/** The change makes them wrong, and the first problem says where and how to mend it. */
export function expectProblem(...[, file, change, where, message, instead]: ProblemCase): void {
  const { catalog, problems } = changed({ [file]: change });
  expect(catalog).toBeUndefined();
  const [first] = problems;
  expect(`${first?.file}:${first?.line}:${first?.column} ${first?.message}`).toMatch(message);
  expect(`${first?.file}:${first?.line}:${first?.column}`).toBe(`${file}:${where}`);
  expect(first?.message).toMatch(message);
  expect(first?.instead).toMatch(instead);
}
