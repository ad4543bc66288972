/** Reads one YAML text into plain JSON values that still know where each came from. */
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { translate } from './errors.ts';
import { guard, MAX_DEPTH } from './guard.ts';
import { type Issue, type Path, type Position, positionOf } from './issue.ts';
import { suggest } from './nearest.ts';

export interface Document {
  /** JSON values only; numbers and booleans as YAML 1.2 core reads them. */
  readonly value: unknown;
  /** Where the value stands, or where its parent does when it is missing. */
  at(path: Path): Position;
  /** Where the key of the value stands. */
  keyAt(path: Path): Position;
  /** Where the needle stands inside the value's own text; the value's place when it is not found. */
  find(path: Path, needle: string): Position;
  /** An unquoted scalar as written: `1e3`, `0o7`, `true`. Undefined for anything else. */
  written(path: Path): string | undefined;
}

export type Reading = { readonly document: Document } | { readonly issues: readonly Issue[] };

const MAX_NODES = 2_000;
const MAX_ISSUES = 20;
/** Keys that would reach into a prototype somewhere down the line. */
const FORBIDDEN = new Set(['__proto__', 'prototype', 'constructor', '__defineGetter__', '__defineSetter__']);

export function readYaml(raw: string): Reading {
  const text = raw.startsWith('\ufeff') ? raw.slice(1) : raw;
  const refused = guard(text);
  if (refused) return { issues: [refused] };

  const lines = new LineCounter();
  const parsed = parseDocument<Node, true>(text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    stringKeys: true,
    resolveKnownTags: false,
    prettyErrors: false,
    lineCounter: lines,
    logLevel: 'silent',
  });
  const problems = [...parsed.errors, ...parsed.warnings];
  if (problems.length > 0) return { issues: problems.slice(0, MAX_ISSUES).map((p) => translate(p, text)) };

  const issues: Issue[] = [];
  const value = plain(parsed.contents, 0, { nodes: 0 }, (node, message, instead) => {
    if (issues.length < MAX_ISSUES) issues.push({ ...positionOf(text, start(node) ?? 0), message, instead });
  });
  return issues.length > 0 ? { issues } : { document: located(text, parsed.contents, value) };
}

type Report = (node: Node | null | undefined, message: string, instead: string) => void;

function plain(node: Node | null, depth: number, count: { nodes: number }, report: Report): unknown {
  if (node === null) return null;
  if (depth > MAX_DEPTH) {
    report(node, `nested deeper than ${MAX_DEPTH} levels`, 'write it flatter');
    return null;
  }
  if (++count.nodes > MAX_NODES) {
    if (count.nodes === MAX_NODES + 1) report(node, `the file holds more than ${MAX_NODES} values`, 'split it');
    return null;
  }
  if (isScalar(node)) return scalar(node, report);
  if (isSeq<Node>(node)) return node.items.map((item) => plain(item, depth + 1, count, report));
  if (!isMap<Node, Node>(node)) return null;
  return Object.fromEntries(
    node.items.flatMap(({ key, value }) => {
      const name = isScalar(key) ? String(key.value) : '';
      if (FORBIDDEN.has(name)) report(key, `${name} cannot be a key`, 'use another name');
      else if (name === '<<') report(key, 'merge keys (<<) are not read', 'write the keys out');
      else if (name.includes('${{')) report(key, 'a key cannot hold ${{ }}', 'put the expression into the value');
      else return [[name, plain(value ?? null, depth + 1, count, report)]];
      return [];
    }),
  );
}

function scalar(node: Node & { value: unknown }, report: Report): unknown {
  const { value } = node;
  if (typeof value !== 'number') return value;
  if (!Number.isFinite(value)) report(node, 'not a number that can be stored', 'write a finite number or use quotes');
  else if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    report(node, 'an integer this large would be changed by reading it', 'put quotes around it');
  }
  return value;
}

const start = (node: Node | null | undefined): number | undefined => node?.range?.[0];

function located(text: string, root: Node | null, value: unknown): Document {
  const step = (node: Node | null, key: string | number): { key?: Node; value: Node | null } | undefined => {
    if (isMap<Node, Node>(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
      return pair && { key: pair.key, value: pair.value ?? null };
    }
    const item = isSeq<Node>(node) ? node.items[Number(key)] : undefined;
    return item && { value: item };
  };
  /** The deepest part of the path that exists. */
  const follow = (path: Path): { node: Node | null; key: Node | undefined; whole: boolean } => {
    let here: { node: Node | null; key: Node | undefined } = { node: root, key: undefined };
    for (const part of path) {
      const next = step(here.node, part);
      if (!next) return { ...here, whole: false };
      here = { node: next.value, key: next.key };
    }
    return { ...here, whole: true };
  };
  const position = (node: Node | null | undefined, otherwise: Node | undefined): Position =>
    positionOf(text, start(node) ?? start(otherwise) ?? 0);
  return {
    value,
    at: (path) => {
      const { node, key, whole } = follow(path);
      // What is missing is missing in its parent, whose name says more than the first line of its body.
      return whole ? position(node, key) : position(key, node ?? undefined);
    },
    keyAt: (path) => {
      const { node, key } = follow(path);
      return position(key, node ?? undefined);
    },
    find: (path, needle) => {
      const { node, key } = follow(path);
      const [from, to] = node?.range ?? [undefined, undefined];
      const offset = from === undefined || needle === '' ? -1 : text.slice(from, to).indexOf(needle);
      return offset < 0 || from === undefined ? position(node, key) : positionOf(text, from + offset);
    },
    written: (path) => {
      const { node, whole } = follow(path);
      if (!whole || !isScalar(node) || node.type !== 'PLAIN' || node.value === null) return undefined;
      return node.source;
    },
  };
}

/** For messages about a key that is not known. */
export function unknownKey(key: string, known: readonly string[]): { message: string; instead: string } {
  return { message: `unknown key ${JSON.stringify(key)}`, instead: suggest(key, known) };
}
