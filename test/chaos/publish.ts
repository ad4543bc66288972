/** What was measured, kept in RELIABILITY.json and told in docs/reliability.md between its two marks. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../src/lib/package-root.ts';
import { type RecoveriesMeasured, recoveryRows, withResults } from './recovery/table.ts';
import { add, type Counts, noCounts, quantile, type Spread } from './schedule/counts.ts';
import type { Swept } from './sweep-all.ts';

interface Measured {
  readonly commit: string;
  readonly backend: string;
  readonly seconds: number;
}

export interface SchedulesMeasured extends Measured, Counts {
  readonly seeds: readonly [first: number, last: number];
  readonly violations: number;
}

export interface SweepMeasured extends Swept {
  readonly commit: string;
  readonly backend: string;
  readonly scenario: string;
  /** Every n-th crash point was played. */
  readonly every: number;
  readonly violations: number;
}

export interface PlantedMeasured {
  readonly commit: string;
  readonly backend: string;
  readonly bugs: readonly {
    readonly name: string;
    readonly what: string;
    readonly caughtAfter: number | null;
    readonly by: string | null;
  }[];
}

export interface Reliability {
  readonly machine: string;
  readonly schedules: readonly SchedulesMeasured[];
  readonly sweeps: readonly SweepMeasured[];
  readonly planted: readonly PlantedMeasured[];
  readonly recoveries: readonly RecoveriesMeasured[];
}

const FILE = join(packageRoot(), 'RELIABILITY.json');
const DOC = join(packageRoot(), 'docs/reliability.md');
const [BEGIN, END] = ['<!-- figures: npm run chaos -- report -->', '<!-- /figures -->'] as const;

export const commit = (): string =>
  execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: packageRoot(), encoding: 'utf8' }).trim();

export function published(): Reliability {
  const none: Reliability = { machine: '', schedules: [], sweeps: [], planted: [], recoveries: [] };
  return existsSync(FILE) ? { ...none, ...(JSON.parse(readFileSync(FILE, 'utf8')) as Partial<Reliability>) } : none;
}

/** One run after the other: the second went on where the first ended, with the same code. */
const goesOn = (a: SchedulesMeasured | undefined, b: SchedulesMeasured): a is SchedulesMeasured =>
  a !== undefined && a.commit === b.commit && a.backend === b.backend && a.seeds[1] + 1 === b.seeds[0];

/** Adds seeded schedules; a thousand of them may be played in pieces. */
export function publishSchedules(more: SchedulesMeasured): void {
  const before = published().schedules;
  const last = before.findLast((s) => s.backend === more.backend);
  const joint = goesOn(last, more) && joined(last, more);
  save({ schedules: joint ? before.map((s) => (s === last ? joint : s)) : [...before, more] });
}

function joined(a: SchedulesMeasured, b: SchedulesMeasured): SchedulesMeasured {
  const { commit: _c, backend: _b, seconds, seeds, violations, ...counts } = b;
  const sum = { ...a, lateness: { ...a.lateness }, answers: { ...a.answers } };
  add(sum, counts);
  return {
    ...sum,
    seconds: a.seconds + seconds,
    seeds: [a.seeds[0], seeds[1]],
    violations: a.violations + violations,
  };
}

/** A sweep of one scenario; the rest of one that was left before, when it goes on. */
export function publishSweep(more: SweepMeasured, goesOn: boolean): void {
  const is = (s: SweepMeasured) => s.backend === more.backend && s.scenario === more.scenario;
  const others = published().sweeps.filter((s) => !is(s));
  const before = goesOn ? published().sweeps.find(is) : undefined;
  save({ sweeps: [...others, before ? sweptOn(before, more) : more] });
}

function sweptOn(a: SweepMeasured, b: SweepMeasured): SweepMeasured {
  const both = (of: (s: SweepMeasured) => number) => of(a) + of(b);
  return {
    ...b,
    every: a.every,
    points: a.points,
    covered: both((s) => s.covered),
    unmet: [...a.unmet, ...b.unmet],
    plays: both((s) => s.plays),
    kills: both((s) => s.kills),
    freezes: both((s) => s.freezes),
    droppedReplies: both((s) => s.droppedReplies),
    seconds: both((s) => s.seconds),
    violations: both((s) => s.violations),
  };
}

/** One bug after the other, so that what was seen stands even when the rest is left for another night. */
export function publishPlanted(more: PlantedMeasured): void {
  const before = published().planted.find((p) => p.backend === more.backend)?.bugs ?? [];
  const kept = before.filter((b) => !more.bugs.some((m) => m.name === b.name));
  save({
    planted: [
      ...published().planted.filter((p) => p.backend !== more.backend),
      { ...more, bugs: [...kept, ...more.bugs] },
    ],
  });
}

export function publishRecoveries(more: RecoveriesMeasured): void {
  save({ recoveries: withResults(published().recoveries, more) });
}

function save(changed: Partial<Reliability>): void {
  const machine = `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}`;
  writeFileSync(FILE, `${JSON.stringify({ ...published(), machine, ...changed }, null, 1)}\n`);
}

const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]) =>
  [head, head.map(() => '---'), ...rows].map((r) => `| ${r.join(' | ')} |`).join('\n');

const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
const quantiles = (of: Spread) => [0.5, 0.99, 1].map((q) => seconds(quantile(of, q))).join(' / ');

function schedulesPart(r: Reliability): string {
  const backends = [...new Set(r.schedules.map((s) => s.backend))].sort();
  const sums = backends.map((b) => {
    const runs = r.schedules.filter((s) => s.backend === b);
    const sum = noCounts();
    for (const { commit: _c, backend: _b, seconds: _s, seeds: _d, violations: _v, ...counts } of runs) add(sum, counts);
    return { sum, violations: runs.reduce((n, x) => n + x.violations, 0) };
  });
  const line = (name: string, of: (s: (typeof sums)[number]) => string | number) => [name, ...sums.map(of)];
  return table(
    ['Random schedules', ...backends],
    [
      line('schedules', (s) => s.sum.schedules),
      line('**violations**', (s) => `**${s.violations}**`),
      line('hours of the incidents’ own time', (s) => Math.round(s.sum.virtualHours)),
      line('incidents / commands', (s) => `${s.sum.incidents} / ${s.sum.commands}`),
      line('processes killed / frozen', (s) => `${s.sum.processKills} / ${s.sum.processStops}`),
      line('PostgreSQL outages', (s) => s.sum.postgresOutages),
      line('Redis outages', (s) => s.sum.redisOutages),
      line('queues emptied or haunted', (s) => s.sum.queuesEmptied),
      line('replies lost: of commits / of vendors', (s) => `${s.sum.droppedCommitReplies} / ${s.sum.lostReplies}`),
      line('errors of vendors', (s) => s.sum.vendorErrors),
      line('double or reordered deliveries', (s) => s.sum.doubleDeliveries),
      line('wrong wall clocks', (s) => s.sum.clockFaults),
      line('pages wanted / alerts opened', (s) => `${s.sum.pagesExpected} / ${s.sum.alertsOpened}`),
      line('level reached after its time, p50 / p99 / most', (s) => quantiles(s.sum.lateness)),
      line('Slack answered after, p50 / p99 / most', (s) => quantiles(s.sum.answers)),
    ],
  );
}

function sweepPart(r: Reliability): string {
  const head = ['Crash-point sweep', 'backend', 'crash points', 'covered', 'not met again', 'still to play', 'plays'];
  return table(
    [...head, 'kills / freezes / lost replies', 'violations'],
    r.sweeps.map((s) => [
      `${s.scenario}${s.every > 1 ? ` (every ${s.every}th)` : ''}`,
      s.backend,
      s.points,
      s.covered,
      s.unmet.length,
      s.left.length,
      s.plays,
      `${s.kills} / ${s.freezes} / ${s.droppedReplies}`,
      s.violations,
    ]),
  );
}

function plantedPart(r: Reliability): string {
  return table(
    ['Planted bug', 'what it does', 'seen after', 'by'],
    r.planted
      .flatMap(({ bugs }) => bugs)
      .map((b) => [
        b.name,
        b.what,
        b.caughtAfter === null ? '**never**' : `${b.caughtAfter} ${b.caughtAfter === 1 ? 'schedule' : 'schedules'}`,
        (b.by ?? '').replaceAll('|', '\\|').replace(/chaos-\d+:/g, ''),
      ]),
  );
}

function recoveryPart(r: Reliability): string {
  const { head, rows } = recoveryRows(r.recoveries);
  return table(head, rows);
}

/** The figures as Markdown. */
export const figures = (r: Reliability): string =>
  [
    `Measured on ${r.machine}.`,
    ...(r.schedules.length > 0 ? [schedulesPart(r)] : []),
    ...(r.recoveries.length > 0 ? [recoveryPart(r)] : []),
    ...(r.sweeps.length > 0 ? [sweepPart(r)] : []),
    ...(r.planted.length > 0 ? [plantedPart(r)] : []),
  ].join('\n\n');

/** Writes them into the document, between its marks. */
export function report(): void {
  const text = readFileSync(DOC, 'utf8');
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`${DOC} has no place for the figures: ${BEGIN} … ${END}`);
  writeFileSync(DOC, `${text.slice(0, from + BEGIN.length)}\n\n${figures(published())}\n\n${text.slice(to)}`);
}
