/** What reading any step needs: the document, what is known, and how the steps inside it are read. */
import type { Path } from '../../lib/yaml/issue.ts';
import type { Source } from '../../lib/yaml/source.ts';
import type { ChangePolicy } from '../approval/model.ts';
import type { Step } from './model.ts';
import type { StepKindIndex } from './step-kind-index.ts';
import type { Uses } from './uses.ts';

export interface StepContext {
  readonly source: Source;
  readonly kinds: StepKindIndex;
  readonly groups: readonly string[] | undefined;
  readonly changes?: ChangePolicy | undefined;
  readonly uses: Uses;
  /** A manifest that stands beside the runbook. */
  readonly manifest?: (name: string) => Source | undefined;
}

/** For steps that hold others. */
export interface Inner extends StepContext {
  /** `at` is where the list stands in the document, `prefix` what its steps' paths begin with. */
  readonly steps: (at: Path, prefix: string) => readonly Step[];
  /** A step that runs beside others. */
  readonly branch: (at: Path, path: string) => Step | undefined;
}

export const MAX_STEPS = 100;
