/** The time of a task has come: what is still open of the one before was missed, its runbook starts, its owner is told. */
import { bold, joined, say, type Text, time } from '../../../lib/text.ts';
import { serviceFacts } from '../../catalog/model.ts';
import { mentions, peopleBehind } from '../../people/model.ts';
import type { Runbook } from '../../runbook/model.ts';
import type { Decided, Draft } from '../draft.ts';
import type { TaskRule } from '../model.ts';
import { nextDue } from '../next-due.ts';
import { awaitNext } from './plan.ts';

/** More times than this were not missed one by one: nobody was there at all. */
const MOST_MISSED = 10;

export function ownersOf(d: Draft): Text {
  const { owner } = d.task.rule;
  if (owner === undefined) return [];
  const people = peopleBehind(d.catalog, owner);
  return people.length > 0 ? say` ${mentions(d.catalog, people)}` : say` It is meant for ${owner}.`;
}

export function fellDue(d: Draft, told: { due: number; revision: number }): Decided {
  const { next, revision, rule } = d.task;
  if (next !== told.due || revision !== told.revision) return d.decision();
  const { newest, missed } = upToNow(rule, told.due, d.now);
  miss(d, 'the next one was due');
  for (const due of missed) d.emit({ type: 'task.ended', due, is: 'missed', why: 'Tocsin was not running' });
  if (rule.does.is === 'reviews') remind(d, newest);
  else begin(d, newest, rule.does);
  awaitNext(d);
  return d.decision();
}

/** After a standstill only the newest is begun; what lay before it was missed. */
function upToNow({ recurs }: TaskRule, due: number, now: number): { newest: number; missed: readonly number[] } {
  const all = [due];
  for (let next = nextDue(recurs, due); next <= now; next = nextDue(recurs, next)) all.push(next);
  return { newest: all.at(-1) ?? due, missed: all.slice(0, -1).slice(-MOST_MISSED) };
}

function miss(d: Draft, why: string): void {
  const { open, rule } = d.task;
  if (!open) return;
  const run = open.run === undefined ? {} : { run: open.run };
  d.emit({ type: 'task.ended', due: open.due, is: 'missed', why, ...run });
  if (open.run === undefined) return;
  const reason = `${rule.title} was missed: ${why}`;
  d.send(`stop/${open.due}`, { type: 'run.stop', to: { kind: 'run', id: open.run }, data: { reason } });
}

function begin(d: Draft, due: number, does: Extract<TaskRule['does'], { is: 'run' }>): void {
  const { rule } = d.task;
  d.emit({ type: 'task.fell-due', due, next: nextDue(rule.recurs, Math.max(due, d.now)) });
  const runbook = d.catalog.runbooks.find((r) => r.id === does.runbook);
  if (!runbook) {
    const why = `there is no runbook ${does.runbook}`;
    d.emit({ type: 'task.ended', due, is: 'failed', why });
    d.notice(`due/${due}`, say`❌ ${bold(rule.title)} of ${rule.service} could not begin: ${why}.${ownersOf(d)}`);
    return;
  }
  const data = {
    task: d.self.id,
    due,
    runbook,
    inputs: does.inputs,
    service: serviceFacts(d.catalog.services.find((s) => s.name === runbook.service)),
    incidentFacts: {},
    requester: 'cadence',
  };
  d.send(`run/${due}`, { type: 'run.start', to: { kind: 'run', id: 'new' }, data });
  const until = due + rule.within;
  d.notice(
    `due/${due}`,
    say`☐ ${bold(rule.title)} of ${rule.service} is due, until ${time(until, 'date')}.${ownersOf(d)}`,
  );
  d.timer(`overdue/${due}`, until, 'task.overdue', { due });
}

/** Nobody has read it for longer than its head allows. */
const isForReview = ({ review, reviewed }: Runbook, now: number): boolean =>
  review !== undefined && (reviewed ?? 0) + review <= now;

/** Silent when every runbook of the service was read in time. */
function remind(d: Draft, due: number): void {
  const { rule } = d.task;
  const next = nextDue(rule.recurs, Math.max(due, d.now));
  const old = d.catalog.runbooks.filter((r) => r.service === rule.service && isForReview(r, d.now));
  d.emit({ type: 'reviews.told', due, next, runbooks: old.map((r) => r.id) });
  if (old.length === 0) return;
  const lines = old.map(
    (r) =>
      say`• ${r.name}, ${r.id}: ${r.reviewed === undefined ? 'never read' : say`last read ${time(r.reviewed, 'date')}`}${r.owner ? `, owner ${r.owner}` : ''}`,
  );
  const head = say`📖 ${bold('To be reviewed')}: read these runbooks of ${rule.service}, mend what is not so any more, and write the day into ${{ code: 'reviewed:' }}.${ownersOf(d)}`;
  d.notice(`reviews/${due}`, joined([head, ...lines], '\n'));
}
