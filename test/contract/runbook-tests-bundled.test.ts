/** Every bundled runbook keeps its promises: its tests pass, every change was carried out, and something went wrong once. */

import { notPlayed } from '../../src/app/runbook-test/coverage.ts';
import { playAll } from '../../src/app/runbook-test/play-all.ts';
import { compileFolder } from '../../src/app/workflows.ts';
import type { FileIssue } from '../../src/lib/yaml/source.ts';

const dir = 'workflows';
const ENDS_BADLY = ['failed', 'unknown', 'aborted'];

test('all tests of all runbooks', async () => {
  const { catalog } = await compileFolder(dir);
  if (!catalog) throw new Error('the bundled workflows do not load');
  const issues: FileIssue[] = [];
  const results = await playAll({ dir }, catalog, issues);
  expect(issues).toEqual([]);
  expect(results.flatMap((r) => r.problems.map((p) => `${r.file}: ${r.name}: ${p}`))).toEqual([]);
  expect(notPlayed(catalog, results)).toEqual([]);
  const runs = results.flatMap((r) => r.played?.runs ?? []);
  const onlyWell = catalog.runbooks.filter((runbook) =>
    runs
      .filter((run) => run.runbook.id === runbook.id)
      .every((run) => run.status === 'done' && Object.values(run.steps).every((s) => !ENDS_BADLY.includes(s.status))),
  );
  // A runbook whose failure nobody has seen is not known to fail well.
  expect(onlyWell.map((r) => r.id)).toEqual([]);
});
