/** The contract of a check: one concern, one file in checks/, listed in checks/index.ts. It reads, and changes nothing. */
import type { Section, Verdict } from './finding.ts';
import type { Installation } from './installation.ts';

export interface Check {
  /** `slack.scopes`. */
  readonly id: string;
  readonly section: Section;
  /** What is well when it is well. */
  readonly title: string;
  /** What to do when the check itself gets no answer; a verdict names its own, more exact one. */
  readonly remedy: string;
  /** A Fault it throws is a problem, CannotTell is a skip. */
  run(at: Installation): Promise<Verdict | readonly Verdict[]>;
}
