/** Runs at a glance: number, runbook, how it went, who started it, what it changed. */
import { homeName } from '../domain/runbook/home.ts';
import type { Run } from '../domain/runbook/model.ts';
import { bold, code, say, type Text, time } from '../lib/text.ts';
import type { Message } from '../ports/chat.ts';
import { header, lines, paragraph } from './blocks.ts';
import { message } from './message.ts';
import { RUN_SIGN } from './run-card.ts';
import { type People, who } from './who.ts';

export interface RunListLook {
  readonly title: string;
  readonly people: People;
  /** What to type for one of them. */
  readonly line?: (id: number) => string;
}

function row(run: Run, people: People): Text {
  const target = run.lock ?? run.held;
  const on = target === undefined ? [] : say` · ${target}`;
  const undoes = run.undoes ? say` · undoes a step of R-${run.undoes.run}` : [];
  return say`${RUN_SIGN[run.status]} ${bold(`R-${run.id}`)} ${run.runbook.name} · ${run.status} · ${homeName(run)} · ${who(run.startedBy, people)} ${time(run.startedAt, 'date')}${on}${undoes}`;
}

export function runListView(runs: readonly Run[], look: RunListLook): Message {
  const { title, people, line } = look;
  const rows = runs.slice(0, 20).flatMap((r) => [row(r, people), ...(line ? [say`      ${code(line(r.id))}`] : [])]);
  return message(
    [header(title), ...lines(rows, 300), ...(runs.length === 0 ? paragraph(say`No run.`) : [])],
    say`${title}: ${
      runs
        .slice(0, 5)
        .map((r) => `R-${r.id} ${r.runbook.name} ${r.status}`)
        .join(', ') || 'no run'
    }`,
  );
}
