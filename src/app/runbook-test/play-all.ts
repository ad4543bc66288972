/** All tests of a folder, one after the other: what came otherwise in each. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Catalog } from '../../domain/catalog/model.ts';
import type { FileIssue } from '../../lib/yaml/source.ts';
import { readTests } from './files.ts';
import { judge } from './judge.ts';
import { readMembers } from './members.ts';
import { type Played, play } from './play.ts';
import { recorded, write } from './record.ts';
import { together } from './test-file.ts';

export interface TestResult {
  /** File below the folder and the test's name. */
  readonly file: string;
  readonly name: string;
  readonly problems: readonly string[];
  readonly played?: Played;
}

export interface PlayOptions {
  readonly dir: string;
  /** Only files and tests with this in their name. */
  readonly only?: string;
  /** Write what came as what is expected. */
  readonly record?: boolean;
}

export async function playAll(o: PlayOptions, catalog: Catalog, issues: FileIssue[]): Promise<readonly TestResult[]> {
  const { dir, only, record } = o;
  const members = await readMembers(dir, issues);
  const results: TestResult[] = [];
  for (const { file, text, tests, runbook } of await readTests(dir, catalog, issues)) {
    const expectations = new Map<number, object>();
    for (const [n, one] of tests.tests.entries()) {
      if (only !== undefined && !`${file}: ${one.name}`.includes(only)) continue;
      try {
        const played = await play(one, together(tests.given, one.given), runbook, catalog, members);
        if (record) expectations.set(n, recorded(played, one.expect));
        results.push({ file, name: one.name, problems: record ? played.faults : judge(one.expect, played), played });
      } catch (e) {
        results.push({ file, name: one.name, problems: [e instanceof Error ? e.message : String(e)] });
      }
    }
    if (expectations.size > 0) await writeFile(join(dir, file), write(text, expectations));
  }
  return results;
}
