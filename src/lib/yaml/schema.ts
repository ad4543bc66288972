/** Holds a document against a zod schema and tells what does not fit, where it stands and what to write instead. */
import type { z } from 'zod';
import type { Document } from './document.ts';
import { unknownKey } from './document.ts';
import type { Issue, Path } from './issue.ts';
import { nearest, suggest } from './nearest.ts';

export type Checked<T> = { readonly value: T; readonly issues: readonly [] } | { readonly issues: readonly Issue[] };

const MAX_ISSUES = 20;

/** The part of the document under `base` as the schema gives it, or every reason why not. */
export function conform<S extends z.ZodType>(schema: S, document: Document, base: Path = []): Checked<z.output<S>> {
  let value = pick(document.value, base);
  // Twice at most: a text that replaces a number may itself be refused, and that is then the answer.
  for (let round = 0; ; round++) {
    const result = schema.safeParse(value);
    if (result.success) return { value: result.data, issues: [] };
    const texts = round < 2 ? wantedTexts(result.error.issues, document, base) : [];
    if (texts.length === 0) {
      const issues = withoutEchoes(result.error.issues, schema).flatMap((issue) => tell(issue, schema, document, base));
      return { issues: issues.slice(0, MAX_ISSUES) };
    }
    for (const { path, text } of texts) value = replaced(value, path, text);
  }
}

/** `lable: x` is one slip, not an unknown key and a missing one as well. */
function withoutEchoes(issues: readonly z.core.$ZodIssue[], schema: z.ZodType): readonly z.core.$ZodIssue[] {
  const slips = issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return [];
    const known = keysAt(schema, issue.path as Path);
    const meant = issue.keys.map((key) => nearest(key, known)).filter((key) => key !== undefined);
    return [issue.path, ...meant.map((key) => [...issue.path, key])].map((path) => path.join('\0'));
  });
  return issues.filter((issue) => issue.code === 'unrecognized_keys' || !slips.includes(issue.path.join('\0')));
}

/**
 * `1.10`, `1e3`, `0o7`, `on` are what they look like where a text is wanted: the characters somebody wrote, never what a
 * number would print as.
 */
function wantedTexts(issues: readonly z.core.$ZodIssue[], document: Document, base: Path) {
  return textsWanted(issues, []).flatMap((path) => {
    const text = document.written([...base, ...path]);
    return text === undefined ? [] : [{ path, text }];
  });
}

/** Every place where some alternative of the schema wants a text. */
function textsWanted(issues: readonly z.core.$ZodIssue[], above: Path): Path[] {
  return issues.flatMap((issue) => {
    const path = [...above, ...(issue.path as Path)];
    if (issue.code === 'invalid_union') return issue.errors.flatMap((inner) => textsWanted(inner, path));
    return issue.code === 'invalid_type' && issue.expected === 'string' ? [path] : [];
  });
}

function tell(issue: z.core.$ZodIssue, schema: z.ZodType, document: Document, base: Path): Issue[] {
  const path = [...base, ...(issue.path as Path)];
  const here = document.at(path);
  const found = kindOf(pick(document.value, path));
  const last = path.at(-1);
  const name = last === undefined ? 'the file' : typeof last === 'number' ? `item ${last + 1}` : last;
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = keysAt(schema, issue.path as Path);
      return issue.keys.map((key) => ({ ...document.keyAt([...path, key]), ...unknownKey(key, known) }));
    }
    case 'invalid_type':
      if (found === 'nothing')
        return [{ ...here, message: `${name} is missing`, instead: `write ${name}: with ${a(issue.expected)}` }];
      return [
        {
          ...here,
          message: `${name} must be ${a(issue.expected)}, not ${a(found)}`,
          instead: `write ${a(issue.expected)}`,
        },
      ];
    case 'invalid_value': {
      const values = issue.values.map(String);
      const written = pick(document.value, path);
      const said = typeof written === 'string' ? ` ${JSON.stringify(written)}` : '';
      return [
        { ...here, message: `${name}${said} is not one of its values`, instead: suggest(String(written), values) },
      ];
    }
    case 'invalid_union': {
      // The alternative that got furthest says most; alternatives that want another type altogether say nothing.
      const best = issue.errors.filter((e) => !e.some((i) => i.path.length === 0 && i.code === 'invalid_type'))[0];
      if (best) {
        const whole = best.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
        return withoutEchoes(whole, schema).flatMap((inner) => tell(inner, schema, document, base));
      }
      const wanted = issue.errors
        .flatMap((e) => e.map((i) => (i.code === 'invalid_type' ? a(i.expected) : '')))
        .filter(Boolean);
      const words = [...new Set(wanted)].join(' or ') || 'something else';
      return [{ ...here, message: `${name} must be ${words}, not ${a(found)}`, instead: `write ${words}` }];
    }
    case 'custom': {
      const instead: unknown = issue.params?.instead;
      return [{ ...here, message: `${name}: ${issue.message}`, ...(typeof instead === 'string' ? { instead } : {}) }];
    }
    case 'too_small':
      return [
        {
          ...here,
          message: `${name} is too ${size(issue.origin, 'small')}`,
          instead: `write at least ${issue.minimum}${unit(issue.origin)}`,
        },
      ];
    case 'too_big':
      return [
        {
          ...here,
          message: `${name} is too ${size(issue.origin, 'large')}`,
          instead: `write at most ${issue.maximum}${unit(issue.origin)}`,
        },
      ];
    case 'invalid_key':
      return issue.issues
        .flatMap((inner) => tell({ ...inner, path: issue.path }, schema, document, base))
        .map((i) => ({ ...i, ...document.keyAt(path) }));
    default:
      return [{ ...here, message: `${name}: ${issue.message}`, instead: 'see the reference of this file' }];
  }
}

/** The keys an object at the path may have, found by following the schema down. */
export function keysAt(schema: z.core.$ZodType, path: Path): readonly string[] {
  const [first, ...rest] = path;
  const { def } = schema._zod;
  if ('innerType' in def) return keysAt(def.innerType as z.core.$ZodType, path);
  if (def.type === 'pipe') return keysAt((def as z.core.$ZodPipeDef).in, path);
  if (def.type === 'union') return (def as z.core.$ZodUnionDef).options.flatMap((option) => keysAt(option, path));
  if (def.type === 'object') {
    const { shape } = def as z.core.$ZodObjectDef;
    if (first === undefined) return Object.keys(shape);
    const next = shape[String(first)];
    return next ? keysAt(next, rest) : [];
  }
  if (first === undefined) return def.type === 'record' ? names((def as z.core.$ZodRecordDef).keyType) : [];
  if (def.type === 'record') return keysAt((def as z.core.$ZodRecordDef).valueType, rest);
  if (def.type === 'array') return keysAt((def as z.core.$ZodArrayDef).element, rest);
  return [];
}

/** A record whose keys are a fixed set: verbs, for example. */
const names = (keys: z.core.$ZodType): readonly string[] =>
  keys._zod.def.type === 'enum' ? Object.values((keys as z.core.$ZodEnum)._zod.def.entries).map(String) : [];

export function pick(value: unknown, path: Path): unknown {
  let here = value;
  for (const key of path) {
    if (here === null || typeof here !== 'object' || !Object.hasOwn(here, key)) return undefined;
    here = Reflect.get(here, key);
  }
  return here;
}

export function replaced(value: unknown, path: Path, by: unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return by;
  if (Array.isArray(value)) return value.map((item, i) => (i === first ? replaced(item, rest, by) : item));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, k === first ? replaced(v, rest, by) : v]));
}

function kindOf(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}

const WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys with values',
  record: 'keys with values',
  nothing: 'nothing',
};
const a = (type: string): string => WORDS[type] ?? type;
const size = (origin: string, word: 'small' | 'large'): string =>
  origin === 'number' || origin === 'int' ? word : word === 'small' ? 'short' : 'long';
const unit = (origin: string): string =>
  origin === 'string'
    ? ' characters'
    : origin === 'array' || origin === 'object' || origin === 'record'
      ? ' entries'
      : '';
