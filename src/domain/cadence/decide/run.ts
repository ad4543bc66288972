/** What becomes of the run of a task: begun, ended, or not ended in time. */
import { bold, say } from '../../../lib/text.ts';
import { ENDED } from '../../runbook/model.ts';
import type { Decided, Draft } from '../draft.ts';
import { OUTCOMES } from '../model.ts';
import { ownersOf } from './fell-due.ts';

export function runBegan(d: Draft, { run, due }: { run: number; due?: number }): Decided {
  const { open, rule } = d.task;
  if (open && open.run === undefined && open.due === due) d.emit({ type: 'task.began', run });
  // It was asked for, and its time was over before it could begin.
  else if (open?.run !== run) {
    const reason = `${rule.title} was missed: it began after the next one was due`;
    d.send(`stop/${due}/${run}`, { type: 'run.stop', to: { kind: 'run', id: run }, data: { reason } });
  }
  return d.decision();
}

export function runMoved(d: Draft, { run, status, line }: { run: number; status: string; line?: string }): Decided {
  const { open, past } = d.task;
  const before = past.find((p) => p.run === run);
  const due = open?.run === run ? open.due : before?.due;
  if (due === undefined || !ENDED.includes(status)) return d.decision();
  // It was stopped because it was missed, and stays so.
  if (before?.is === 'missed' && status !== 'done') return d.decision();
  const late = d.now > due + d.task.rule.within;
  const is = OUTCOMES.find((o) => o === (status === 'done' && late ? 'late' : status)) ?? 'failed';
  d.emit({ type: 'task.ended', due, is, run, ...(status === 'done' || line === undefined ? {} : { why: line }) });
  d.cancel(`overdue/${due}`);
  return d.decision();
}

export function overdue(d: Draft, { due }: { due: number }): Decided {
  const { open, rule } = d.task;
  if (open?.due !== due) return d.decision();
  d.emit({ type: 'task.late', due });
  const run = open.run === undefined ? '' : ` R-${open.run} waits.`;
  d.notice(`late/${due}`, say`🕘 ${bold(rule.title)} of ${rule.service} is late.${run}${ownersOf(d)}`);
  return d.decision();
}
