/** A runbook before anybody runs it: what it is for, what it wants to know, its steps, and which of them change something. */
import type { Runbook } from '../domain/runbook/model.ts';
import { kindOf } from '../domain/runbook/steps/index.ts';
import { formatDuration } from '../lib/duration.ts';
import { bold, code, say, type Text } from '../lib/text.ts';
import type { Message } from '../ports/chat.ts';
import { context, header, lines, paragraph } from './blocks.ts';
import { message } from './message.ts';
import { everyStepOf } from './run-steps.ts';

const MOST_STEPS = 40;

function inputRow(i: Runbook['inputs'][number]): Text {
  const usual = i.default === undefined ? say` ${bold('must be given')}` : say` = ${code(String(i.default))}`;
  return say`• ${code(i.name)} ${i.type}${usual}${i.description ? say` ${i.description}` : []}`;
}

function head(r: Runbook): Text[] {
  const { severity, alerts } = r.for;
  const facts = [
    ...(severity.length > 0 ? [`severity ${severity.join(', ')}`] : []),
    ...(alerts.length > 0 ? [`alerts ${alerts.join(', ')}`] : []),
    ...(r.owner ? [`owner ${r.owner}`] : []),
    ...(r.respondWithin ? [`respond within ${formatDuration(r.respondWithin)}`] : []),
    ...(r.review ? [`read every ${formatDuration(r.review)}`] : []),
    ...(r.reviewed === undefined ? [] : [`last read ${new Date(r.reviewed).toISOString().slice(0, 10)}`]),
  ];
  return facts.length > 0 ? [[facts.join(' · ')]] : [];
}

export function runbookView(r: Runbook, prefix: string): Message {
  const steps = everyStepOf(r);
  const rows = steps.slice(0, MOST_STEPS).map(({ step, depth, item }) => {
    const kind = step.type === 'action' ? kindOf(step.kind) : undefined;
    const changes = kind?.mutates ? say` 🔒 ${kind.risk} risk, asks for approval` : [];
    return say`${'    '.repeat(depth)}○ ${item === undefined ? '' : `${item}: `}${step.name || step.path}${changes}`;
  });
  const short = r.id.slice(r.id.lastIndexOf('/') + 1);
  return message(
    [
      header(r.name),
      ...lines([...head(r), ...r.inputs.map(inputRow)], 300),
      ...lines(rows, 250),
      ...(steps.length > MOST_STEPS ? paragraph(say`… ${steps.length - MOST_STEPS} more steps`) : []),
      context(say`${r.id} · version ${code(r.digest.slice(0, 8))} · start it with ${code(`${prefix} run ${short}`)}`),
    ],
    say`${r.name} · ${r.id}`,
  );
}

export function runbookListView(runbooks: readonly Runbook[], look: { query: string; prefix: string }): Message {
  const { query, prefix } = look;
  const about = query ? ` about “${query}”` : '';
  const shown = runbooks.slice(0, 30);
  return message(
    [
      header(`Runbooks${about}`),
      ...lines(
        shown.map(
          (r) =>
            say`• ${r.name}  ${code(r.id)}${r.for.severity.length > 0 ? say` · ${r.for.severity.join(', ')}` : []}`,
        ),
        200,
      ),
      ...(runbooks.length === 0
        ? paragraph(say`There is no runbook${about}. ${code(`${prefix} list`)} lists all of them.`)
        : []),
      ...(runbooks.length > shown.length
        ? paragraph(say`… and ${runbooks.length - shown.length} more: say more of the name`)
        : []),
      context(
        say`${code(`${prefix} show NAME`)} shows one, ${code(`${prefix} run NAME`)} starts it. It looks first, and asks before it changes anything.`,
      ),
    ],
    say`${runbooks.length} runbooks${about}`,
  );
}
