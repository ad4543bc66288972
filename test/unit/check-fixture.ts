/** One more file among the workflows of one service, compiled for real, and what is found in it. */

import { check } from '../../src/domain/check/check.ts';
import { EXAMPLE_FILE, type Finding } from '../../src/domain/check/model.ts';
import { compile } from '../../src/domain/compile.ts';
import { stepKinds } from '../../src/domain/runbook/steps/index.ts';
import { ofOneService, sha256 } from './catalog-fixture.ts';

export const NOW = Date.UTC(2026, 10, 27);

/** Throws when it does not load: what does not load is no hazard. */
export function foundIn(text: string, file = EXAMPLE_FILE): readonly Finding[] {
  const files = ofOneService().set(file, text);
  const { catalog, problems } = compile(files, stepKinds, sha256);
  if (!catalog) throw new Error(problems.map((p) => `${p.file}:${p.line}:${p.column} ${p.message}`).join('\n'));
  return check({ catalog, files, kinds: stepKinds, now: NOW }).filter((f) => f.file === file);
}

export const idsIn = (text: string, file?: string): readonly string[] => foundIn(text, file).map((f) => f.rule.id);
