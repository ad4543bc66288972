/** The script of a test done by hand: buttons pressed, forms filled in, commands typed. */
import { stepOf } from '../../domain/runbook/evolve.ts';
import { stepsOf } from '../../domain/runbook/locate.ts';
import type { Run } from '../../domain/runbook/model.ts';
import type { Question } from '../../domain/runbook/question-model.ts';
import { stepNamed } from '../../domain/runbook/step-named.ts';
import type { Message } from '../../sandbox/slack/model/types.ts';
import type { PersonAct } from '../runbook-test/acts.ts';
import { runsOf } from './follow-run.ts';
import { textOf } from './look.ts';
import type { Narrator } from './narrator.ts';
import type { Stage } from './stage.ts';

/** A busy channel takes one message a second. Milliseconds. */
const PATIENCE = { withinMs: 90_000 };

export interface Hands {
  act(what: PersonAct, slack: string): Promise<void>;
}

/** Throws what keeps a person from doing it. `channel`: the incident's. */
export function hands(stage: Stage, channel: string, tell: Narrator): Hands {
  const message = (who: string, ts: string | undefined, holds: (m: Message) => boolean) =>
    stage.slack.as(who).waitFor((m) => m.ts === ts && holds(m), { channel, ...PATIENCE });
  const command = async (who: string, text: string) => {
    tell.act(who, `types: /runbook ${text}`);
    await stage.slack.as(who).command(channel, '/runbook', text);
  };

  async function answer(
    who: string,
    run: Run,
    path: string,
    question: Question,
    act: Extract<PersonAct, { answer: string }>,
  ) {
    const person = stage.slack.as(who);
    const label = question.answers.find((a) => a.id === act.answer)?.label ?? act.answer;
    const state = stepOf(run, path);
    const left = (question.items ?? []).flatMap((item, i) =>
      state.answers?.[i] === undefined && (act.item === undefined || act.item === i + 1) ? [`${i + 1}. ${item}`] : [],
    );
    for (const item of left) {
      const card = await message(who, run.card?.ts, (m) => textOf(m).includes(item.slice(0, 40)));
      tell.act(who, `ticks off “${item}”: ${label}`);
      await person.click(card, 'Tick off…', item);
      const form = await person.waitForModal();
      await person.submit(form, { 'What came of it?': label, ...words('What was done, or why not', act.text) });
      await stage.settled();
    }
    if (question.items) return;
    const wants = question.answers.find((a) => a.id === act.answer)?.wants;
    const card = await message(who, run.card?.ts, (m) => textOf(m).includes(label));
    tell.act(who, `presses ${label}`);
    await person.click(card, wants ? `${label}…` : label);
    if (wants) await person.submit(await person.waitForModal(), words(wants.label, act.text));
  }

  async function press(what: PersonAct, who: string): Promise<void> {
    const runs = (await runsOf(stage)).toReversed();
    const [newest] = runs;
    if (!newest) throw new Error('there is no run yet');
    const person = stage.slack.as(who);
    if ('choose' in what) {
      const run = runs.find((r) =>
        stepsOf(r).some((s) => s.type === 'choice' && s.options.some((o) => o.label === what.choose)),
      );
      const card = await message(who, run?.card?.ts, (m) => textOf(m).includes(what.choose));
      tell.act(who, `chooses: ${what.choose}`);
      await person.click(card, what.choose);
      return;
    }
    if ('abort' in what) return await command(who, `abort R-${newest.id} ${what.abort}`);
    if ('pause' in what) return await command(who, `pause R-${newest.id} ${what.pause}`);
    if ('resume' in what) return await command(who, `resume R-${newest.id} ${what.resume}`);
    const named = stepOfAct(what);
    const found = runs.flatMap((run) => {
      const step = stepNamed(run, named);
      return step ? [{ run, step }] : [];
    })[0];
    if (!found) throw new Error(`no step is called ${named}`);
    const { run, step } = found;
    const state = stepOf(run, step.path);
    const typed = /\s/.test(step.path) ? `"${step.path}"` : step.path;
    if ('approve' in what || 'reject' in what) {
      const button = 'approve' in what ? 'Approve' : 'Reject';
      const card = await message(who, state.approval?.card?.ts, (m) => textOf(m).includes(button));
      tell.sees(who, card, 14);
      tell.act(who, `presses ${button}`);
      await person.click(card, button);
    } else if ('answer' in what) {
      if (!state.question) throw new Error(`${step.name} asks nothing: it is ${state.status}`);
      await answer(who, run, step.path, state.question, what);
    } else if ('happened' in what) {
      const card = await message(who, run.card?.ts, (m) => textOf(m).includes('did it happen'));
      await person.click(card, what.happened ? 'It happened' : 'It did not happen');
    } else if ('undo' in what) await command(who, `undo R-${run.id} ${typed}`);
    else await command(who, `${'retry' in what ? 'retry' : 'skip'} R-${run.id} ${typed} ${what.reason}`);
  }

  return {
    async act(what, who) {
      await press(what, who);
      const { refused } = what;
      if (refused !== undefined) {
        const told = (m: Message) => m.onlyFor === who && textOf(m).toLowerCase().includes(refused.toLowerCase());
        tell.sees(who, await stage.slack.as(who).waitFor(told, { channel, ...PATIENCE }), 4);
      }
      await stage.settled();
    },
  };
}

function stepOfAct(what: PersonAct): string {
  if ('approve' in what) return what.approve;
  if ('reject' in what) return what.reject;
  if ('undo' in what) return what.undo;
  if ('retry' in what) return what.retry;
  if ('skip' in what) return what.skip;
  return 'step' in what ? what.step : '';
}

const words = (label: string, text: string | undefined) => (text === undefined ? {} : { [label]: text });
