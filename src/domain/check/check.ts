/** Files that load → what would hurt somebody, less what a runbook accepts with a reason. */
import type { Document } from '../../lib/yaml/document.ts';
import { readYaml } from '../../lib/yaml/document.ts';
import type { Catalog } from '../catalog/model.ts';
import { type Accept, acceptsIn, covers, reasonFor } from './accepts.ts';
import type { Finding, Hit, Kinds, Material, Paper, Rule, WrittenRunbook } from './model.ts';
import { RULES } from './rules/index.ts';
import { writtenSteps } from './written-steps.ts';

export interface Asked {
  readonly catalog: Catalog;
  /** What the catalog was compiled of. */
  readonly files: ReadonlyMap<string, string>;
  readonly kinds: Kinds;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** In the order of the files. Accepted findings are among them. */
export function check({ catalog, files, kinds, now }: Asked): readonly Finding[] {
  const documents = new Map<string, Document>();
  for (const [file, text] of files) {
    const reading = readYaml(text);
    if ('document' in reading) documents.set(file, reading.document);
  }
  const papers = [...documents].map(([file, { value }]): Paper => ({ file, value }));
  const runbooks = catalog.runbooks.flatMap((runbook): readonly WrittenRunbook[] => {
    const file = `${runbook.id}.yaml`;
    const value = documents.get(file)?.value;
    return value === undefined ? [] : [{ file, value, runbook, steps: writtenSteps(file, value, kinds) }];
  });
  const material: Material = { catalog, kinds, papers, runbooks, now };
  const hits = RULES.flatMap((rule) => rule.find(material).map((hit) => ({ rule, hit })));
  const accepts = papers.flatMap((paper) => acceptsIn(paper));
  const all = [...hits, ...stale(accepts, hits)];
  return inOrder(all.map(({ rule, hit }) => finding(rule, hit, documents, reasonFor(accepts, rule.id, hit))));
}

interface Found {
  readonly rule: Rule;
  readonly hit: Hit;
}

function finding(rule: Rule, hit: Hit, documents: ReadonlyMap<string, Document>, accepted?: string): Finding {
  const { file, path, needle, key, what } = hit;
  const document = documents.get(file);
  const place = needle ? document?.find(path, needle) : key ? document?.keyAt(path) : document?.at(path);
  const { line, column } = place ?? { line: 1, column: 1 };
  return { rule, file, line, column, what, ...(accepted === undefined ? {} : { accepted }) };
}

/** The hazard is gone, and its excuse would hide the next one. */
const STALE = 'R1';

function stale(accepts: readonly Accept[], found: readonly Found[]): readonly Found[] {
  const rule = RULES.find((r) => r.id === STALE);
  if (!rule) return [];
  return accepts.flatMap((accept) =>
    Object.keys(accept.reasons)
      .filter((id) => !found.some((f) => f.rule.id === id && covers(accept, f.hit)))
      .map((id) => {
        const path = [...accept.path, 'accept', id];
        return { rule, hit: { file: accept.file, path, key: true, what: `${id} finds nothing here` } };
      }),
  );
}

const inOrder = (found: readonly Finding[]): readonly Finding[] =>
  found.toSorted(
    (a, b) =>
      a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column || a.rule.id.localeCompare(b.rule.id),
  );
