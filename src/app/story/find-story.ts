/** The stories there are: tests of runbooks that are also played with everything real, by their names. */

import type { Catalog } from '../../domain/catalog/model.ts';
import { report } from '../../domain/catalog/report.ts';
import type { Runbook } from '../../domain/runbook/model.ts';
import type { FileIssue } from '../../lib/yaml/source.ts';
import { readTests } from '../runbook-test/files.ts';
import { type Given, type RunbookTest, type StoryHead, together } from '../runbook-test/test-file.ts';
import { compileFolder } from '../workflows.ts';

export interface Story {
  readonly head: StoryHead;
  /** The file below workflows/. */
  readonly file: string;
  readonly test: RunbookTest;
  readonly given: Given;
  readonly runbook: Runbook;
  readonly catalog: Catalog;
}

/** In the order of their names. Throws when the workflows or their tests do not read. */
export async function allStories(dir: string): Promise<readonly Story[]> {
  const { catalog, problems } = await compileFolder(dir);
  if (!catalog) throw new Error(report(problems));
  const issues: FileIssue[] = [];
  const found = await readTests(dir, catalog, issues);
  if (issues.length > 0) throw new Error(report(issues));
  return found
    .flatMap(({ file, tests, runbook }) =>
      tests.tests.flatMap((test): readonly Story[] =>
        test.story
          ? [{ head: test.story, file, test, given: together(tests.given, test.given), runbook, catalog }]
          : [],
      ),
    )
    .sort((a, b) => (a.head.name < b.head.name ? -1 : 1));
}
