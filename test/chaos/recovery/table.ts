/** The recovery figures as a table: each goal, what it was measured by, and how far from its bound. */
import type { Recovered } from './run-all.ts';

export interface RecoveriesMeasured {
  readonly commit: string;
  readonly backend: string;
  readonly results: readonly Recovered[];
}

/** What was measured anew takes the place of what was measured before. */
export function withResults(all: readonly RecoveriesMeasured[], more: RecoveriesMeasured): RecoveriesMeasured[] {
  const before = all.find((r) => r.backend === more.backend)?.results ?? [];
  const kept = before.filter((b) => !more.results.some((m) => m.name === b.name));
  return [...all.filter((r) => r.backend !== more.backend), { ...more, results: [...kept, ...more.results] }];
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;

function cell(r: Recovered | undefined): string {
  if (!r) return '';
  const sorted = [...r.times].sort((a, b) => a - b);
  const [median, most] = [sorted[Math.floor(sorted.length / 2)] ?? Number.NaN, sorted.at(-1) ?? Number.NaN];
  const broken = r.breaches.length > 0 ? `, **${r.breaches.length} violations**` : '';
  return `${seconds(median)} / ${most > r.within ? `**${seconds(most)}**` : seconds(most)}${broken}`;
}

/** Rows by goal and name; a column for each backend, with the median and the longest. */
export function recoveryRows(all: readonly RecoveriesMeasured[]): { head: string[]; rows: string[][] } {
  const backends = all.map((r) => r.backend).sort();
  const every = all.flatMap((r) => r.results);
  const names = [...new Map(every.map((r) => [r.name, r])).values()].sort(
    (a, b) => Number(a.goal.slice(2)) - Number(b.goal.slice(2)),
  );
  const of = (backend: string, name: string) =>
    all.find((r) => r.backend === backend)?.results.find((r) => r.name === name);
  return {
    head: ['Goal', 'What breaks, and what comes after', 'at most', ...backends.map((b) => `${b}: median / longest`)],
    rows: names.map((r) => [r.goal, r.name, seconds(r.within), ...backends.map((b) => cell(of(b, r.name)))]),
  };
}
