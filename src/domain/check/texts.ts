/** Every text of a file, with its place. */
import type { Path } from '../../lib/yaml/issue.ts';
import type { Hit, Paper } from './model.ts';

export interface Text {
  readonly file: string;
  readonly path: Path;
  readonly text: string;
}

export function textsIn(file: string, value: unknown, path: Path = []): readonly Text[] {
  if (typeof value === 'string') return [{ file, path, text: value }];
  if (value === null || typeof value !== 'object') return [];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, item]) => textsIn(file, item, [...path, key]));
}

/** Where a runbook comes from and what it is excused for are no part of what it does. */
const BESIDE = ['accept', 'source'];

export const textsOf = ({ file, value }: Paper): readonly Text[] =>
  textsIn(file, value).filter(({ path }) => !BESIDE.includes(String(path[0])));

/** One hit for each text in which the pattern is found, at what it found. */
export function matches(texts: readonly Text[], pattern: RegExp): readonly Hit[] {
  return texts.flatMap(({ file, path, text }) => {
    const found = pattern.exec(text)?.[0];
    return found ? [{ file, path, needle: found, what: `“${found.trim()}”` }] : [];
  });
}
