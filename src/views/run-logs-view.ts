/** What the steps of a run said and gave: everything the record keeps of one step, or the newest lines of each. */
import type { Run, Step, StepState } from '../domain/runbook/model.ts';
import { bold, code, say, type Text } from '../lib/text.ts';
import type { Message } from '../ports/chat.ts';
import { type Block, context, header, lines, output, paragraph } from './blocks.ts';
import { message } from './message.ts';
import { type ModalView, modalPage } from './modal.ts';
import { placed, stateOf, stepLine } from './run-steps.ts';
import type { People } from './who.ts';

/** Characters of a block; Slack takes 50 blocks and about 13,000 characters of them. */
const PAGE = 2_500;
const MOST_PAGES = 4;
const EACH = 800;
const MOST_STEPS = 10;

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value, null, 1));

/** Texts as they came, with their line breaks; everything else as JSON. */
function outputText(state: StepState): string {
  const { output: given } = state;
  if (typeof given !== 'object' || given === null) return (state.lines ?? []).join('\n');
  return Object.entries(given)
    .map(([name, value]) => `${name}: ${shown(value)}`)
    .join('\n');
}

function pages(text: string): { blocks: Block[]; left: number } {
  const all: Block[] = [];
  for (let at = 0; at < text.length && all.length < MOST_PAGES; at += PAGE)
    all.push(...output([text.slice(at, at + PAGE)], PAGE));
  return { blocks: all, left: Math.max(0, text.length - PAGE * MOST_PAGES) };
}

export function stepLogsView(run: Run, step: Step, people: People): Message {
  const state = stateOf(step, run.steps);
  const { blocks, left } = pages(outputText(state));
  const title = `R-${run.id} · ${step.name || step.path}`;
  return message(
    [
      header(`Logs · ${title}`),
      ...lines([stepLine({ step, depth: 0 }, run.steps, people), ...(state.failure ? [say`✗ ${state.failure}`] : [])]),
      ...(blocks.length > 0 ? blocks : paragraph(say`This step said nothing yet.`)),
      ...(left > 0 ? [context(say`${left} more characters are in the run's record`)] : []),
    ],
    say`Logs · ${title}`,
  );
}

/** Behind the card's button: the same, in a window of its own. */
export function runLogsModal(run: Run): ModalView {
  const said = whatStepsSaid(run, (step) => typedLogs('/runbook', run.id, step));
  return modalPage('logs', `Logs · R-${run.id}`, [header(run.runbook.name), ...said]);
}

/** A step's place may hold spaces. */
export const typedLogs = (prefix: string, run: number, step: string): string =>
  `${prefix} logs R-${run} ${/\s/.test(step) ? `"${step}"` : step}`;

function whatStepsSaid(run: Run, line: (step: string) => string): Block[] {
  const spoke = placed(run.runbook, run.steps)
    .filter(({ step }) => {
      const { lines: said, failure } = stateOf(step, run.steps);
      return (said?.length ?? 0) > 0 || failure !== undefined;
    })
    .slice(-MOST_STEPS);
  if (spoke.length === 0) return paragraph(say`No step said anything yet.`);
  return spoke.flatMap(({ step }) => {
    const { lines: said = [], failure } = stateOf(step, run.steps);
    const why: Text[] = failure === undefined ? [] : [say`✗ ${failure}`];
    return [
      ...lines([say`${bold(step.name || step.path)}  ${code(line(step.path))}`, ...why], 400),
      ...output(said, EACH),
    ];
  });
}

export function runLogsView(run: Run, line: (step: string) => string): Message {
  const title = `Logs · R-${run.id} · ${run.runbook.name}`;
  return message([header(title), ...whatStepsSaid(run, line)], say`${title}`);
}
