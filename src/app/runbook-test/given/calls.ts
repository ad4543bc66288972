/** What was changed outside, in order: a line for each call. Looks are not calls. */

export class Calls {
  readonly lines: string[] = [];

  note(line: string): void {
    this.lines.push(line);
  }

  /** Whether there was one that begins so. */
  had(beginning: string): boolean {
    return this.lines.some((l) => l.startsWith(beginning));
  }
}

/** How far a test is by now. */
export interface Moment {
  /** Milliseconds since the beginning. */
  passed(): number;
  readonly calls: Calls;
}
