/** One workflow file being read: its document, and a place to put what is wrong with it. */
import type { z } from 'zod';
import { type Document, readYaml } from './document.ts';
import type { Issue, Path, Position } from './issue.ts';
import { conform } from './schema.ts';

/** More than anybody mends at once; a hostile file must not fill a screen or a memory. */
const MAX_ISSUES = 100;

export interface FileIssue extends Issue {
  readonly file: string;
}

export interface Source {
  readonly file: string;
  readonly document: Document;
  /** The part of the document as the schema gives it; undefined when it does not fit, which is then reported. */
  read<S extends z.ZodType>(schema: S, base?: Path): z.output<S> | undefined;
  /** Something is wrong with the value at the path. */
  value(path: Path, message: string, instead: string): void;
  /** Something is wrong with the key at the path. */
  key(path: Path, message: string, instead: string): void;
  /** Something is wrong with these characters of the value. */
  inside(path: Path, needle: string, message: string, instead: string): void;
  /** `file:line` of the key or list item. */
  where(path: Path): string;
}

/** Undefined when the text cannot be read at all; why is among the issues. */
export function openSource(file: string, text: string, issues: FileIssue[]): Source | undefined {
  const reading = readYaml(text);
  if ('issues' in reading) {
    issues.push(...reading.issues.map((issue) => ({ file, ...issue })));
    return undefined;
  }
  const { document } = reading;
  let left = MAX_ISSUES;
  const add = (at: () => Position, message: string, instead: string): void => {
    if (left-- > 0) issues.push({ file, ...at(), message, instead });
  };
  return {
    file,
    document,
    read(schema, base = []) {
      const result = conform(schema, document, base);
      if ('value' in result) return result.value;
      issues.push(...result.issues.map((issue) => ({ file, ...issue })));
      return undefined;
    },
    value: (path, message, instead) => add(() => document.at(path), message, instead),
    key: (path, message, instead) => add(() => document.keyAt(path), message, instead),
    inside: (path, needle, message, instead) => add(() => document.find(path, needle), message, instead),
    where: (path) => `${file}:${document.keyAt(path).line}`,
  };
}
