/** What was changed outside, in order: a line for each call. Looks are not calls. */

export class Calls {
  readonly lines: string[] = [];

  add(line: string): void {
    this.lines.push(line);
  }
}
