/** Somebody who sits before a run while its workers die: agrees to plans, and says what happened where nobody knows. */
import type { Stage } from '../../../src/app/story/stage.ts';
import { isEnded } from '../../../src/domain/runbook/evolve.ts';
import type { Run } from '../../../src/domain/runbook/model.ts';
import type { Message } from '../../../src/sandbox/slack/model/types.ts';
import { buttons } from '../../chaos/until.ts';
import { words } from '../../support/read-view.ts';

const ADA = 'U0ADA';
const GRACE = 'U0GRACE';
const LOOK = 25;
const PATIENCE = 60_000;

export interface Person {
  /** Resolves once this is so of the run. Throws after a minute. */
  until(what: string, is: (run: Run) => boolean): Promise<Run>;
  /** Does what a step asks a person to do. */
  answer(step: string): Promise<void>;
  /** The steps that asked whether they happened, in order. */
  readonly asked: readonly string[];
  /** Resolves once the run has ended and this person has left. */
  readonly left: Promise<void>;
  /** Only rejects: with what went wrong before that. */
  readonly trouble: Promise<never>;
}

/** `happened`: what this person finds when they look after a step of which nobody knows. */
export function sitBefore(stage: Stage, channel: string, run: number, happened: boolean): Person {
  const asked: string[] = [];
  const state = async () => {
    const [row] = await stage.query<{ state: Run }>('select state from run where id = $1', [run]);
    return row?.state;
  };
  const until = async (what: string, is: (r: Run) => boolean) => {
    for (const began = Date.now(); Date.now() - began < PATIENCE; await new Promise((r) => setTimeout(r, LOOK))) {
      const now = await state();
      if (now && is(now)) return now;
    }
    throw new Error(`waited ${PATIENCE} ms for ${what}: ${JSON.stringify((await state())?.steps)}`);
  };
  const shown = (button: string, says: string): Message | undefined =>
    stage.slack.workspace.messages
      .of(stage.slack.workspace.channel(channel).id)
      .findLast((m) => buttons(m).includes(button) && words(m).includes(says));
  const press = async (who: string, button: string, says: string) => {
    const card = shown(button, says);
    if (card) await stage.slack.as(who).click(card, button);
    return card !== undefined;
  };

  const look = async (now: Run) => {
    for (const [path, s] of Object.entries(now.steps)) {
      // The card of an older plan still stands there for a moment: the newest says so by its digest.
      if (s.approval?.status === 'pending' && s.approval.card)
        await press(GRACE, 'Approve', s.approval.digest.slice(0, 8));
      if (s.status !== 'unknown') continue;
      const button = happened ? 'It happened' : 'It did not happen';
      if (await press(ADA, button, 'never repeated by itself')) asked.push(path);
    }
  };
  const sit = async () => {
    for (let now = await state(); !now || !isEnded(now); now = await state()) {
      if (now) await look(now);
      await new Promise((r) => setTimeout(r, LOOK));
    }
  };
  const left = sit();
  return {
    until,
    asked,
    left,
    trouble: left.then(() => new Promise<never>(() => {})),
    async answer(step) {
      await press(ADA, 'Done…', 'Look at the note');
      const form = await stage.slack.as(ADA).waitForModal();
      await stage.slack.as(ADA).submit(form, {});
      await until(`step ${step} to be answered`, (r) => r.steps[step]?.status === 'done');
    },
  };
}
