/** The test files below a folder of workflows, read. */
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Catalog } from '../../domain/catalog/model.ts';
import type { Runbook } from '../../domain/runbook/model.ts';
import type { FileIssue } from '../../lib/yaml/source.ts';
import { MEMBERS } from './members.ts';
import { readTestFile, type TestFile } from './test-file.ts';

const ENDING = '.test.yaml';

export interface Found {
  /** Below the folder. */
  readonly file: string;
  readonly text: string;
  readonly tests: TestFile;
  readonly runbook: Runbook;
}

/** In the order of their names; what does not read, or belongs to nothing, is among the issues. */
export async function readTests(dir: string, catalog: Catalog, issues: FileIssue[]): Promise<readonly Found[]> {
  const all = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = all
    .filter((f) => f.isFile() && f.name.endsWith(ENDING))
    .map((f) => relative(dir, join(f.parentPath, f.name)).split(sep).join('/'))
    .filter((f) => f !== MEMBERS)
    .sort();
  const found: Found[] = [];
  for (const file of files) {
    const text = await readFile(join(dir, file), 'utf8');
    const tests = readTestFile(file, text, issues);
    const id = file.slice(0, -ENDING.length);
    const runbook = catalog.runbooks.find((r) => r.id === id);
    if (!runbook) {
      const instead = `name it after a runbook: ${id}.yaml is none`;
      issues.push({ file, line: 1, column: 1, message: 'this test belongs to no runbook', instead });
    } else if (tests) found.push({ file, text, tests, runbook });
  }
  return found;
}
