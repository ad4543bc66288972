/** Runs of runbooks and the approvals they ask for, as their cards in the incident's channel tell them. */
import type { Message } from '../../slack/model/types.ts';
import type { Workspace } from '../../slack/model/workspace.ts';
import { controlWith, linesOf } from './words.ts';

export interface RunSeen {
  readonly run: number;
  readonly name: string;
  readonly card: Message;
  readonly status: 'running' | 'waiting' | 'done' | 'failed' | 'aborted';
  /** Why it failed, in the card's words. */
  readonly failure?: string;
  /** It asks how to go on. */
  readonly asks: boolean;
  /** Words on the button that takes back what was done. */
  readonly undo?: string;
  /** Somebody pressed it. */
  readonly undone: boolean;
  /** Slack ids of those who started it or chose in it: none of them may approve. */
  readonly askers: readonly string[];
}

export interface ApprovalSeen {
  readonly run: number;
  readonly card: Message;
  readonly status: 'pending' | 'approved' | 'rejected' | 'expired' | 'void';
  /** `Roll back deployment … from revision 42 to 41: …`. */
  readonly summary: string;
  readonly rollback: boolean;
  /** Release it leads to: `v41`. */
  readonly to?: string;
  /** First characters of the plan's digest. */
  readonly digest: string;
  readonly askedBy?: string;
}

export const CHOICE = 'Roll back the deployment';

const RUN = /^(\S) (.+) · R-(\d+)$/u;
const STATUSES = ['running', 'waiting', 'done', 'failed', 'aborted'] as const;
const VERDICTS = [
  ['pending', '⏸ Waits for approval'],
  ['approved', '✅ Approved'],
  ['rejected', '✗ Rejected'],
  ['expired', '⌛ Expired'],
  ['void', '⊘ Void'],
] as const;

function people(w: Workspace, lines: readonly string[], after: RegExp): string[] {
  const names = lines.flatMap((l) => after.exec(l)?.[1] ?? []);
  return [...new Set(names.flatMap((n) => w.people.byName(n)?.id ?? []))];
}

function readRun(m: Message, w: Workspace): RunSeen | undefined {
  const lines = linesOf(m, w);
  const head = RUN.exec(lines[0] ?? '');
  const status = STATUSES.find((s) => lines[1]?.includes(` · ${s} · started by `));
  if (!head || !status) return undefined;
  const undo = controlWith(m, 'Undo: ');
  const failure = lines.find((l) => /^✗ \S+: /.test(l))?.slice(2);
  const askers = [...people(w, lines, / · started by @([\w.-]+)/), ...people(w, lines, / → .+ by @([\w.-]+)/)];
  return {
    run: Number(head[3]),
    name: head[2] ?? '',
    card: m,
    status,
    asks: controlWith(m, CHOICE) !== undefined,
    askers,
    undone: lines.some((l) => l.includes('undo asked by')),
    ...(failure === undefined ? {} : { failure }),
    ...(undo === undefined ? {} : { undo }),
  };
}

function readApproval(m: Message, w: Workspace): ApprovalSeen | undefined {
  const lines = linesOf(m, w);
  if (!/^(⏸ )?Approval/.test(lines[0] ?? '')) return undefined;
  const status = VERDICTS.find(([, words]) => lines[1]?.startsWith(words))?.[0];
  const foot = /R-(\d+) · .+ · plan `?([0-9a-f]{8})/.exec(lines.at(-1) ?? '');
  if (!status || !foot) return undefined;
  const summary = lines[2] ?? '';
  const to = /:(v\d+)$/.exec(summary)?.[1];
  const [askedBy] = people(w, lines, /Asked by @([\w.-]+)/);
  return {
    run: Number(foot[1]),
    card: m,
    status,
    summary,
    rollback: summary.startsWith('Roll back '),
    digest: foot[2] ?? '',
    ...(to === undefined ? {} : { to }),
    ...(askedBy === undefined ? {} : { askedBy }),
  };
}

/** Oldest first. */
export const runsIn = (w: Workspace, channel: string | undefined): readonly RunSeen[] =>
  channel === undefined ? [] : w.messages.of(channel).flatMap((m) => readRun(m, w) ?? []);

/** Oldest first. */
export const approvalsIn = (w: Workspace, channel: string | undefined): readonly ApprovalSeen[] =>
  channel === undefined ? [] : w.messages.of(channel).flatMap((m) => readApproval(m, w) ?? []);
