/** `tocsin test`: plays the tests beside the runbooks on a virtual clock and says what came otherwise. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { z } from 'zod';
import type { Catalog } from '../../domain/catalog/model.ts';
import { report } from '../../domain/catalog/report.ts';
import { type FileIssue, openSource } from '../../lib/yaml/source.ts';
import type { Members } from '../runbook-test/acts.ts';
import { notPlayed } from '../runbook-test/coverage.ts';
import { judge } from '../runbook-test/judge.ts';
import { type Played, play } from '../runbook-test/play.ts';
import { recorded, write } from '../runbook-test/record.ts';
import { readTestFile, together } from '../runbook-test/test-file.ts';
import { compileFolder } from '../workflows.ts';

const ENDING = '.test.yaml';
/** Who is in Slack's user groups, for tests: outside of them Slack knows. */
const MEMBERS = `org/slack-groups${ENDING}`;

export interface TestOptions {
  readonly dir: string;
  /** Only files and tests with this in their name. */
  readonly only?: string;
  /** Write what came as what is expected. */
  readonly record?: boolean;
  readonly print: (line: string) => void;
}

export interface TestResult {
  /** File below the folder and the test's name. */
  readonly file: string;
  readonly name: string;
  readonly problems: readonly string[];
  readonly played?: Played;
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

export async function playAll(
  o: Omit<TestOptions, 'print'>,
  catalog: Catalog,
  issues: FileIssue[],
): Promise<TestResult[]> {
  const { dir, only, record } = o;
  const members = await readMembers(dir, issues);
  const results: TestResult[] = [];
  for (const file of await testFiles(dir)) {
    const text = await readFile(join(dir, file), 'utf8');
    const read = readTestFile(file, text, issues);
    const id = file.slice(0, -ENDING.length);
    const runbook = catalog.runbooks.find((r) => r.id === id);
    if (!runbook) {
      const instead = `name it after a runbook: ${id}.yaml is none`;
      issues.push({ file, line: 1, column: 1, message: 'this test belongs to no runbook', instead });
    }
    if (!read || !runbook) continue;
    const expectations = new Map<number, object>();
    for (const [n, one] of read.tests.entries()) {
      if (only !== undefined && !`${file}: ${one.name}`.includes(only)) continue;
      try {
        const played = await play(one, together(read.given, one.given), runbook, catalog, members);
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

async function testFiles(dir: string): Promise<readonly string[]> {
  const all = await readdir(dir, { recursive: true, withFileTypes: true });
  return all
    .filter((f) => f.isFile() && f.name.endsWith(ENDING))
    .map((f) => relative(dir, join(f.parentPath, f.name)))
    .filter((f) => f !== MEMBERS)
    .sort();
}

async function readMembers(dir: string, issues: FileIssue[]): Promise<Members> {
  const text = await readFile(join(dir, MEMBERS), 'utf8').catch(() => '');
  if (text === '') return {};
  const schema = z.record(z.string(), z.array(z.string()));
  return openSource(MEMBERS, text, issues)?.read(schema) ?? {};
}
