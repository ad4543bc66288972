/** One run of a runbook, edited in place: where it stands, what came out, and what a person may decide now. */
import { homeName } from '../domain/runbook/home.ts';
import type { ChoiceStep, Run } from '../domain/runbook/model.ts';
import { formatDuration } from '../lib/duration.ts';
import { bold, code, say, type Text, time } from '../lib/text.ts';
import type { Message } from '../ports/chat.ts';
import { ACTIONS, nth, optionId, stepId } from './actions.ts';
import { actions, type Block, button, context, type Element, header, lines, output } from './blocks.ts';
import { message } from './message.ts';
import { previewPart } from './preview-part.ts';
import { questionPart } from './run-question.ts';
import { type Placed, placed, stateOf, stepLine } from './run-steps.ts';
import { type People, who } from './who.ts';

export const RUN_SIGN = { running: '▶', waiting: '⏸', done: '✅', failed: '❌', aborted: '⊘' } as const;
const LAST_LINES = 10;

/** What the newest step with output said. */
function lastOutput(run: Run, steps: readonly Placed[]): Block[] {
  const spoke = steps
    .map(({ step }) => ({ name: step.name, state: stateOf(step, run.steps) }))
    .filter((s) => (s.state.lines?.length ?? 0) > 0)
    .sort((a, b) => (a.state.endedAt ?? a.state.startedAt ?? 0) - (b.state.endedAt ?? b.state.startedAt ?? 0))
    .slice(-3);
  return spoke.flatMap((s) => [...lines([[bold(s.name)]]), ...output((s.state.lines ?? []).slice(-LAST_LINES), 1_500)]);
}

/** Facts come from the step's stored lines: resolved when the question was asked. */
function question(run: Run, step: ChoiceStep): Block[] {
  const facts: Text[] = (run.steps[step.path]?.lines ?? []).map((f) => say`• ${f}`);
  const options = step.options.map((o, i) =>
    button(`${i + 1} · ${o.label}`, { action: nth(ACTIONS.choice, i), value: optionId(run.id, i, step.path) }),
  );
  return [...lines([[bold(step.question)], ...facts.slice(0, 10)], 400), ...actions(options.slice(0, 20))];
}

function clearing(run: Run, { step }: Placed, n: number): Block[] {
  const id = stepId(run.id, step.path);
  return [
    ...lines([say`❓ ${bold(step.name)}: did it happen? Look at the target first; it is never repeated by itself.`]),
    ...actions([
      button('It happened', {
        action: nth(ACTIONS.happened, n),
        value: id,
        confirm: { title: 'It happened?', text: 'The run goes on as if the step succeeded.', yes: 'It happened' },
      }),
      button('It did not happen', {
        action: nth(ACTIONS.notHappened, n),
        value: id,
        confirm: { title: 'It did not happen?', text: 'The step counts as not carried out.', yes: 'It did not happen' },
      }),
    ]),
  ];
}

const logs = (run: Run): Element => button('Logs', { action: ACTIONS.logs, value: String(run.id) });

function endings(run: Run, steps: readonly Placed[]): Element[] {
  if (run.status === 'running' || run.status === 'waiting') {
    if (run.stopping) return [];
    const id = String(run.id);
    const hold = run.paused
      ? button('Resume', { action: ACTIONS.resume, value: id, style: 'primary' })
      : button('Pause', { action: ACTIONS.pause, value: id });
    return [
      hold,
      logs(run),
      button('Abort…', {
        action: ACTIONS.abort,
        value: String(run.id),
        style: 'danger',
        confirm: {
          title: `Abort R-${run.id}?`,
          text: 'No further step begins. What was done stays done; it can be undone step by step.',
          yes: 'Abort',
          danger: true,
        },
      }),
    ];
  }
  const undos = steps.flatMap(({ step }, i) => {
    const undo = run.steps[step.path]?.undo;
    if (!undo || run.steps[step.path]?.status !== 'done') return [];
    return [
      button(`Undo: ${undo.summary}`, {
        action: nth(ACTIONS.undo, i),
        value: stepId(run.id, step.path),
        confirm: {
          title: 'Undo this step?',
          text: `${undo.summary}. It is planned and approved like any other change.`,
          yes: 'Plan the undo',
        },
      }),
    ];
  });
  return [...undos, logs(run)];
}

/** What goes against the runbook's own course is typed, with its reason. */
function afterFailure(run: Run, steps: readonly Placed[]): Block[] {
  const failed = steps.findLast(({ step }) => step.type === 'action' && run.steps[step.path]?.status === 'failed');
  if (run.status !== 'failed' || !failed || run.undoes || run.within) return [];
  const { path } = failed.step;
  const step = `R-${run.id} ${/\s/.test(path) ? `"${path}"` : path}`;
  return [
    context(
      say`Go on at this step: ${code(`/runbook retry ${step} why`)} · without it: ${code(`/runbook skip ${step} why`)}`,
    ),
  ];
}

export function runCard(run: Run, people: People): Message {
  const steps = placed(run.runbook, run.steps);
  const asking = steps.filter(({ step }) => run.steps[step.path]?.status === 'asking');
  const unknown = steps.filter(({ step }) => run.steps[step.path]?.status === 'unknown');
  const took =
    run.endedAt === undefined ? [] : say` · took ${formatDuration(Math.max(0, run.endedAt - run.startedAt))}`;
  const undoes = run.undoes ? say` · undoes a step of R-${run.undoes.run}` : [];
  // A long runbook: what is behind is one line, so that what is now stays in sight.
  const first = Math.max(
    0,
    steps.findIndex(({ step }) => !['done', 'skipped'].includes(stateOf(step, run.steps).status)) - 4,
  );
  const from = steps.length > 30 ? first : 0;
  const rows = steps.slice(from, from + 30).map((p) => stepLine(p, run.steps, people));
  return message(
    [
      header(`${RUN_SIGN[run.status]} ${run.runbook.name} · R-${run.id}`),
      context(
        say`${homeName(run)} · ${run.status} · started by ${who(run.startedBy, people)} ${time(run.startedAt, 'date')}${took}${undoes}`,
      ),
      ...lines(
        [
          ...(from > 0 ? [say`… ${from} earlier steps`] : []),
          ...rows,
          ...(steps.length > from + 30 ? [say`… ${steps.length - from - 30} more steps`] : []),
          ...(run.paused
            ? [
                say`⏸ ${bold('Paused')} by ${who(run.paused.by, people)} ${time(run.paused.at)}${run.paused.reason ? `: ${run.paused.reason}` : ''}`,
              ]
            : []),
          ...(run.stopping
            ? [say`⊘ ${bold('Stopping')}, asked by ${who(run.stopping.by, people)}: ${run.stopping.reason}`]
            : []),
          ...(run.failure ? [say`✗ ${bold(run.failure)}`] : []),
        ],
        300,
      ),
      ...(run.preview
        ? previewPart(run, people)
        : lastOutput(
            run,
            steps.filter((p) => !asking.includes(p)),
          )),
      ...asking.flatMap(({ step }) =>
        step.type === 'choice' ? question(run, step) : questionPart(run, step.path, step.name, people),
      ),
      ...unknown.flatMap((p, i) => clearing(run, p, i)),
      ...actions(endings(run, steps)),
      ...afterFailure(run, steps),
      ...(run.lock ? [context(say`holds ${run.lock}`)] : []),
    ],
    say`${run.runbook.name} · R-${run.id} · ${run.status}`,
  );
}
