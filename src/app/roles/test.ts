/** `tocsin test`: plays the tests beside the runbooks on a virtual clock and says what came otherwise. */
import { report } from '../../domain/catalog/report.ts';
import type { FileIssue } from '../../lib/yaml/source.ts';
import { notPlayed } from '../runbook-test/coverage.ts';
import { playAll } from '../runbook-test/play-all.ts';
import { compileFolder } from '../workflows.ts';

export interface TestOptions {
  readonly dir: string;
  /** Only files and tests with this in their name. */
  readonly only?: string;
  /** Write what came as what is expected. */
  readonly record?: boolean;
  readonly print: (line: string) => void;
}

/** The exit code: 1 when a test failed or a changing step was never played. */
export async function test(o: TestOptions): Promise<number> {
  const { dir, print } = o;
  const { catalog, problems } = await compileFolder(dir);
  if (!catalog) {
    print(report(problems));
    return 1;
  }
  const issues: FileIssue[] = [];
  const results = await playAll(o, catalog, issues);
  if (issues.length > 0) print(report(issues));
  for (const r of results) {
    print(`${r.problems.length === 0 ? 'ok  ' : 'FAIL'}  ${r.file}: ${r.name}`);
    for (const p of r.problems) print(`        ${p}`);
  }
  const left = o.only === undefined ? notPlayed(catalog, results) : [];
  for (const l of left) print(`LEFT  ${l}`);
  const failed = results.filter((r) => r.problems.length > 0).length;
  print(
    `${results.length} tests, ${failed} failed; ${left.length} runbooks without a test or with changes that none carries out.`,
  );
  return failed + left.length + issues.length > 0 ? 1 : 0;
}
