/** In the thread below a run's card, once it is over: what each of its steps gave out. */
import type { Run } from '../domain/runbook/model.ts';
import { messagesOf, SAID_TOGETHER } from '../domain/runbook/said.ts';
import { code, say } from '../lib/text.ts';
import type { Message } from '../ports/chat.ts';
import { context, lines, output } from './blocks.ts';
import { message } from './message.ts';
import { typedLogs } from './run-logs-view.ts';
import { placed, stateOf, stepLine } from './run-steps.ts';
import type { People } from './who.ts';

const EACH = 1_500;

/** The message with this number, from 0; undefined where nothing is left for it. */
export function runSaid(run: Run, nth: number, people: People): Message | undefined {
  const spoke = placed(run.runbook, run.steps).filter(({ step }) => (stateOf(step, run.steps).lines?.length ?? 0) > 0);
  const first = nth * SAID_TOGETHER;
  const these = spoke.slice(first, first + SAID_TOGETHER);
  if (these.length === 0) return undefined;
  const left = nth + 1 === messagesOf(run) ? spoke.length - first - these.length : 0;
  const title = say`R-${run.id} · ${run.runbook.name} · what its steps gave`;
  return message(
    [
      ...lines([title]),
      ...these.flatMap((p) => [
        ...lines([stepLine({ ...p, depth: 0 }, run.steps, people)], 400),
        ...output(stateOf(p.step, run.steps).lines ?? [], EACH),
      ]),
      context(
        say`All of one step: ${code(typedLogs('/runbook', run.id, these[0]?.step.path ?? ''))}${left > 0 ? ` · ${left} more steps are in the record` : ''}`,
      ),
    ],
    title,
  );
}
