/** Runbook files that are not meant well, or not written well: each is refused with its place and what to write instead. */
import { loadRunbook } from '../../src/domain/runbook/load.ts';
import { stepKinds } from '../../src/domain/runbook/steps/index.ts';
import type { FileIssue } from '../../src/lib/yaml/source.ts';
import { YAML } from '../corpora/yaml.ts';
import { sha256 } from './catalog-fixture.ts';

const context = {
  service: 'architect',
  serviceKeys: ['name', 'title'],
  severities: new Map([['p1', 'p1']]),
  groups: ['sre'],
  kinds: stepKinds,
  sha256,
};

test(`${YAML.length} hostile files are refused where they are wrong`, () => {
  expect(new Set(YAML).size).toBe(YAML.length);
  const wrong: unknown[] = [];
  for (const text of YAML) {
    const issues: FileIssue[] = [];
    const loaded = loadRunbook('architect/a.yaml', text, context, issues);
    const lines = text.split('\n').length;
    const placed = issues.every(
      (i) => i.line >= 1 && i.line <= lines && i.column >= 1 && /\S/.test(i.message) && i.message.length < 1_000,
    );
    if (loaded !== undefined || issues.length === 0 || !placed)
      wrong.push({ text: text.slice(0, 200), loaded: loaded?.name, issues: issues.slice(0, 2) });
  }
  expect(wrong).toEqual([]);
  expect(({} as Record<string, unknown>).type).toBeUndefined();
});
