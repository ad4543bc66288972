/** Problems as text for a terminal: where, what, and what to write instead. */
import type { Problem } from './model.ts';

/** `file:line:column message`, an arrow line below, a blank line between files, and a count at the end. */
export function report(problems: readonly Problem[]): string {
  if (problems.length === 0) return 'No problems.';
  const lines: string[] = [];
  for (const [i, problem] of problems.entries()) {
    if (i > 0 && problems[i - 1]?.file !== problem.file) lines.push('');
    lines.push(`${problem.file}:${problem.line}:${problem.column} ${printable(problem.message)}`);
    if (problem.instead !== undefined) lines.push(`  → ${printable(problem.instead)}`);
  }
  const files = new Set(problems.map((p) => p.file)).size;
  const count = `${problems.length} problem${problems.length === 1 ? '' : 's'}`;
  return [...lines, '', `${count} in ${files} file${files === 1 ? '' : 's'}.`].join('\n');
}

/** A file may not move the cursor of the terminal that shows what is wrong with it. */
function printable(text: string): string {
  const flat = text.replace(/\s+/g, ' ').replace(/\p{Cc}|\p{Cf}/gu, '�');
  return flat.length > 300 ? `${flat.slice(0, 299)}…` : flat;
}
