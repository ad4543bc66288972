/** Files that load → what would hurt somebody, less what a runbook accepts with a reason. */
import type { Document } from '../../lib/yaml/document.ts';
import { readYaml } from '../../lib/yaml/document.ts';
import type { Catalog } from '../catalog/model.ts';
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
  const accepts = new Map(runbooks.map((r) => [r.file, r.runbook.accept ?? {}]));
  const found = RULES.flatMap((rule) =>
    rule.find(material).map((hit) => finding(rule, hit, documents, accepts.get(hit.file)?.[rule.id])),
  );
  return inOrder([...found, ...stale(found, runbooks, documents)]);
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

function stale(
  found: readonly Finding[],
  runbooks: readonly WrittenRunbook[],
  documents: ReadonlyMap<string, Document>,
): readonly Finding[] {
  const rule = RULES.find((r) => r.id === STALE);
  if (!rule) return [];
  return runbooks.flatMap(({ file, runbook }) =>
    Object.keys(runbook.accept ?? {})
      .filter((id) => !found.some((f) => f.file === file && f.rule.id === id))
      .map((id) =>
        finding(rule, { file, path: ['accept', id], key: true, what: `${id} finds nothing here` }, documents),
      ),
  );
}

const inOrder = (found: readonly Finding[]): readonly Finding[] =>
  found.toSorted(
    (a, b) =>
      a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column || a.rule.id.localeCompare(b.rule.id),
  );
