/** The findings as text for a terminal, by section, and as JSON for programs. */
import { type Finding, SECTIONS, type Status } from './finding.ts';

const MARK: Readonly<Record<Status, string>> = { ok: '✓', warning: '!', problem: '✗', skipped: '–' };

export function counted(findings: readonly Finding[]): Readonly<Record<Status, number>> {
  const n = (status: Status) => findings.filter((f) => f.status === status).length;
  return { ok: n('ok'), warning: n('warning'), problem: n('problem'), skipped: n('skipped') };
}

export function textReport(findings: readonly Finding[]): string {
  const sections = SECTIONS.flatMap((section) => {
    const inside = findings.filter((f) => f.section === section);
    return inside.length === 0 ? [] : [[section, ...inside.flatMap(linesOf)].join('\n')];
  });
  return [...sections, summary(findings)].join('\n\n');
}

function linesOf(f: Finding): readonly string[] {
  const [first = '', ...more] = printable(f.found);
  const head = `  ${MARK[f.status]} ${f.id}  ${f.status === 'skipped' ? 'skipped: ' : ''}${first}`;
  const remedy = 'remedy' in f ? printable(f.remedy).map((line, i) => `      ${i === 0 ? '→' : ' '} ${line}`) : [];
  return [head, ...more.map((line) => `      ${line}`), ...remedy];
}

function summary(findings: readonly Finding[]): string {
  const { problem, warning, ok, skipped } = counted(findings);
  const s = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`;
  const rest = `${s(warning, 'warning')}, ${ok} well, ${skipped} skipped.`;
  return problem === 0 ? `No problems; ${rest}` : `${s(problem, 'problem')}, ${rest}`;
}

/** No stranger's answer may move the cursor of the terminal that shows it. */
function printable(text: string): readonly string[] {
  return text.split('\n').map((line) => line.replace(/\p{Cc}|\p{Cf}/gu, '�'));
}

export function jsonReport(findings: readonly Finding[]): string {
  const counts = counted(findings);
  return JSON.stringify({ healthy: counts.problem === 0, counts, findings }, null, 2);
}
