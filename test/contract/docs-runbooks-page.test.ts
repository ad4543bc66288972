/** docs/runbooks.md teaches what works: its runbook loads, its tests pass and leave nothing untried. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { notPlayed } from '../../src/app/runbook-test/coverage.ts';
import { playAll } from '../../src/app/runbook-test/play-all.ts';
import { compileFolder } from '../../src/app/workflows.ts';
import type { FileIssue } from '../../src/lib/yaml/source.ts';

test('the runbook of the page and its tests', async () => {
  const root = mkdtempSync(join(tmpdir(), 'runbooks-page-'));
  try {
    const dir = join(root, 'workflows');
    cpSync('workflows/org', join(dir, 'org'), { recursive: true });
    mkdirSync(join(dir, 'architect'));
    cpSync('workflows/architect/service.yaml', join(dir, 'architect/service.yaml'));
    const blocks = [
      ...readFileSync('docs/runbooks.md', 'utf8').matchAll(/```yaml\n# (workflows\/\S+)\n([\s\S]*?)```/g),
    ];
    expect(blocks.map((b) => b[1])).toEqual([
      'workflows/architect/queue-is-stuck.yaml',
      'workflows/architect/queue-is-stuck.test.yaml',
      'workflows/architect/cadence.yaml',
    ]);
    for (const [, file = '', text = ''] of blocks) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    }
    const { catalog, problems } = await compileFolder(dir);
    expect(problems).toEqual([]);
    if (!catalog) throw new Error('it does not load');
    expect(catalog.cadence.map((t) => `${t.name} ${t.does.is}`)).toEqual([
      'architect/queue run',
      'architect/plan run',
      'architect/reviews reviews',
    ]);
    const issues: FileIssue[] = [];
    const results = await playAll({ dir }, catalog, issues);
    expect(issues).toEqual([]);
    expect(results.map((r) => [r.name, r.problems])).toEqual([
      ['More workers drain it', []],
      ['They hang for another reason', []],
    ]);
    expect(notPlayed(catalog, results)).toEqual([]);
  } finally {
    rmSync(root, { recursive: true });
  }
});
