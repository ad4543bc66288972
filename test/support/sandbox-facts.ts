/** The lines of docs/sandbox.md: what each vendor does, what the sandbox does, and the tests that hold it to that. */
import { readFileSync } from 'node:fs';

export interface Fact {
  /** `S-12`: the vendor's letter and a number. */
  readonly id: string;
  /** What is in backticks in the second column: methods, events, payloads, blocks. */
  readonly names: readonly string[];
  readonly cells: readonly string[];
  /** Files of test/contract, without `.test.ts`. */
  readonly tests: readonly string[];
}

export const sandboxDocument = (): string => readFileSync(new URL('../../docs/sandbox.md', import.meta.url), 'utf8');

const ticked = (cell: string | undefined): string[] => [...(cell ?? '').matchAll(/`([^`]+)`/g)].map((m) => m[1] ?? '');

export function sandboxFacts(): Fact[] {
  return sandboxDocument()
    .split('\n')
    .filter((line) => /^\| [A-Z]-\d+ /.test(line))
    .map((line) => {
      const cells = line
        .split('|')
        .slice(1, -1)
        .map((c) => c.trim());
      return { id: cells[0] ?? '', names: ticked(cells[1]), cells, tests: ticked(cells[5]) };
    });
}

/** Everything of Slack's that has a line. */
export const namesWithALine = (): ReadonlySet<string> =>
  new Set(sandboxFacts().flatMap((f) => (f.id.startsWith('S-') ? f.names : [])));
