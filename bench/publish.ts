/** What was measured, kept in bench/results.json and told in docs/performance.md between its two marks. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../src/lib/package-root.ts';
import type { Figure } from './figure.ts';

export interface Results {
  readonly machine: string;
  /** By name of the measure. */
  readonly results: Readonly<Record<string, readonly Figure[]>>;
}

const FILE = join(packageRoot(), 'bench/results.json');
const DOC = join(packageRoot(), 'docs/performance.md');
const [BEGIN, END] = ['<!-- figures: npm run bench -- --publish -->', '<!-- /figures -->'] as const;

export const published = (): Results =>
  existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Results) : { machine: '', results: {} };

const short = (n: number): string =>
  Math.abs(n) >= 100 ? String(Math.round(n)) : n.toFixed(Math.abs(n) >= 10 ? 1 : 2);

function row(f: Figure): string {
  const range = f.least === f.most ? '' : ` [${short(f.least)}..${short(f.most)}]`;
  const ratio =
    f.against && f.ratio !== undefined ? `${short(f.ratio)} × ${f.against.name} (${short(f.against.value)})` : '';
  const target = f.target ? `${f.target.name}: ${f.target.is} ${f.target.than}` : '';
  const reached = f.reached === undefined ? '' : f.reached ? '✓' : '**not yet**';
  return `| ${f.what} | ${short(f.value)} ${f.unit}${range} | ${ratio} | ${target} | ${reached} |`;
}

/** The figures as Markdown. */
export function figures({ machine, results }: Results): string {
  const parts = Object.entries(results).map(([name, list]) =>
    [
      `**${name}**`,
      '',
      '| What | Median [least..most] | Against | Target | |',
      '|---|---|---|---|---|',
      ...list.map(row),
    ].join('\n'),
  );
  return [`Measured on ${machine}.`, ...parts].join('\n\n');
}

/** Replaces what was measured anew, keeps the rest, and writes both. */
export function publish(measured: Results['results']): void {
  const machine = `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}, PostgreSQL 18 with fsync`;
  const all: Results = { machine, results: { ...published().results, ...measured } };
  writeFileSync(FILE, `${JSON.stringify(all, null, 1)}\n`);
  const text = readFileSync(DOC, 'utf8');
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`${DOC} has no place for the figures: ${BEGIN} … ${END}`);
  writeFileSync(DOC, `${text.slice(0, from + BEGIN.length)}\n\n${figures(all)}\n\n${text.slice(to)}`);
}
