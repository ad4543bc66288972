/** Findings as text for a terminal: where, which, what exactly, and what to do. */
import type { Finding, Gravity } from './model.ts';

const GRAVITIES: readonly Gravity[] = ['error', 'warning', 'note'];

/** What is accepted is counted only. */
export function reportOf(findings: readonly Finding[]): string {
  const open = findings.filter((f) => f.accepted === undefined);
  const lines: string[] = [];
  for (const [i, { rule, file, line, column, what }] of open.entries()) {
    if (i > 0 && open[i - 1]?.file !== file) lines.push('');
    lines.push(
      `${file}:${line}:${column} ${rule.gravity} ${rule.id} ${rule.title}: ${printable(what)}`,
      `  → ${rule.remedy}`,
    );
  }
  const counts = GRAVITIES.flatMap((g) => counted(open.filter((f) => f.rule.gravity === g).length, g));
  const accepted = counted(findings.length - open.length, 'accepted hazard');
  const sum = [
    counts.length > 0 ? `${counts.join(', ')}. Why each is one: docs/hazards.md` : 'No hazards',
    ...accepted,
  ].join('; ');
  return [...lines, ...(open.length > 0 ? [''] : []), `${sum}.`].join('\n');
}

const counted = (n: number, what: string): readonly string[] => (n === 0 ? [] : [`${n} ${what}${n === 1 ? '' : 's'}`]);

/** A file may not move the cursor of the terminal that shows what is wrong with it. */
function printable(text: string): string {
  const flat = text.replace(/\s+/g, ' ').replace(/\p{Cc}|\p{Cf}/gu, '�');
  return flat.length > 200 ? `${flat.slice(0, 199)}…` : flat;
}
