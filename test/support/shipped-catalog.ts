/** The workflows of one service, compiled for real; a change to one file makes a variant. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalog } from '../../src/domain/catalog/model.ts';
import { compile } from '../../src/domain/compile.ts';
import { stepKinds } from '../../src/domain/runbook/steps/index.ts';

const root = join(import.meta.dirname, 'workflows');
const FILES = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.yaml'));

export type Change = (text: string) => string;

export function shippedCatalog(changes: Readonly<Record<string, Change>> = {}): Catalog {
  const files = new Map(FILES.map((f) => [f, readFileSync(join(root, f), 'utf8')]));
  for (const [file, change] of Object.entries(changes)) {
    const before = files.get(file) ?? '';
    const after = change(before);
    if (after === before) throw new Error(`the change to ${file} changes nothing`);
    files.set(file, after);
  }
  const { catalog, problems } = compile(files, stepKinds, (t) => createHash('sha256').update(t).digest('hex'));
  if (!catalog) throw new Error(problems.map((p) => `${p.file}:${p.line} ${p.message}`).join('\n'));
  return catalog;
}

/** Another escalation policy, as it would be written in org/escalation.yaml. */
export const withPolicy = (yaml: string): Catalog => shippedCatalog({ 'org/escalation.yaml': () => yaml });
