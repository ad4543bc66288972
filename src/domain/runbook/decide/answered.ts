/** A person did or said what a step asks for, left it out, or cannot. The first answer counts. */

import { say, type Text } from '../../../lib/text.ts';
import { mention } from '../../people/model.ts';
import { advance } from '../advance.ts';
import type { Decided, Draft } from '../draft.ts';
import { isEnded } from '../evolve.ts';
import type { Clicker } from '../inputs.ts';
import { actionAt } from '../locate.ts';
import type { ActionStep, StepState } from '../model.ts';
import { boundedLines, cut } from '../output.ts';
import type { Answered, Question, QuestionAnswer } from '../question-model.ts';
import { deny, denyVerb, personOf, type Refused } from '../who.ts';

interface Given {
  readonly step: string;
  readonly answer: string;
  readonly text?: string;
  readonly item?: number;
}

const LONGEST = 2_000;

export function answered(d: Draft, asked: Given & Clicker): Decided | Refused {
  const no = (code: string, text: Text) => deny(d, asked, asked.step, code, text);
  const denied = denyVerb(d, 'run', 'answer for a step', asked.step, asked);
  if (denied) return denied;
  const step = actionAt(d.run, asked.step);
  const state = d.step(asked.step);
  const { question } = state;
  if (!step || !question || isEnded(d.run) || state.status !== 'asking') {
    return no('not-asked', say`R-${d.self.id} is ${d.run.status} and does not ask this now.`);
  }
  const answer = question.answers.find((a) => a.id === asked.answer);
  if (!answer) return no('no-such-answer', say`Answer with one of: ${question.answers.map((a) => a.id).join(', ')}.`);
  const missing = wrongText(answer, asked.text);
  if (missing) return no('no-text', missing);
  const by = personOf(d.catalog, asked.person);
  const text = asked.text?.trim() ? { text: cut(asked.text.trim(), LONGEST) } : {};
  if (question.items) {
    const taken = itemTaken(d, question, state, asked.item);
    if (taken) return no('item', taken);
    d.emit({ type: 'item.answered', step: step.path, item: asked.item ?? 0, answer: answer.id, by, ...text });
    if (!isWhole(question, d.step(step.path))) return told(d, say`Noted: ${answer.label}.`);
    settleItems(d, step, question);
  } else settle(d, step, answer, { answer: answer.id, by, at: d.now, ...text });
  advance(d);
  return told(d, say`Noted: ${step.name} · ${answer.label}.`);
}

const told = (d: Draft, text: Text): Decided => d.decision({ code: 'answered', ref: d.self, text });

function wrongText({ wants, label }: QuestionAnswer, text: string | undefined): Text | undefined {
  const given = text?.trim() ?? '';
  if (wants?.required && given === '') return say`“${label}” needs words with it: ${wants.label}.`;
  // The pattern was compiled when the runbook was loaded; it is anchored and bounded there.
  if (wants?.pattern !== undefined && given !== '' && !new RegExp(`^(?:${wants.pattern})$`, 'u').test(given)) {
    return say`That does not fit: ${wants.label} must look like ${wants.pattern}.`;
  }
  return undefined;
}

function itemTaken(d: Draft, { items = [] }: Question, state: StepState, item: number | undefined): Text | undefined {
  if (item === undefined || items[item] === undefined) return say`There is no such item: 1 to ${items.length}.`;
  const before = state.answers?.[item];
  return before && say`${mention(d.catalog, before.by)} answered that already.`;
}

const isWhole = ({ items = [] }: Question, state: StepState): boolean =>
  items.every((_, i) => state.answers?.[i] !== undefined);

function settle(d: Draft, step: ActionStep, answer: QuestionAnswer, given: Answered): void {
  const { by, text = '' } = given;
  const lines = boundedLines([`${by}: ${answer.label}${text ? ` · ${text}` : ''}`]);
  const output = { answer: answer.id, by, text };
  const { path } = step;
  if (answer.means === 'done') d.emit({ type: 'step.done', step: path, output, lines });
  else if (answer.means === 'skipped') d.emit({ type: 'step.left-out', step: path, by, reason: text });
  else d.emit({ type: 'step.failed', step: path, failure: `${by}: ${text || answer.label}`, output, lines });
}

/** A list is done when each item is done or left out; one that cannot be done fails it. */
function settleItems(d: Draft, step: ActionStep, { items = [], answers }: Question): void {
  const state = d.step(step.path);
  const all = items.map((item, i) => {
    const { answer = '', by = '', text = '' } = state.answers?.[i] ?? {};
    return { item, answer, by, text };
  });
  const means = (id: string) => answers.find((a) => a.id === id)?.means;
  const failed = all.filter((a) => means(a.answer) === 'failed');
  const done = all.filter((a) => means(a.answer) === 'done').length;
  const output = { items: all, done, by: [...new Set(all.map((a) => a.by))] };
  const lines = boundedLines([`${done} of ${items.length} done`]);
  if (failed.length === 0) d.emit({ type: 'step.done', step: step.path, output, lines });
  else {
    const failure = failed.map((f) => `${f.item}: ${f.text || 'cannot be done'}`).join('; ');
    d.emit({ type: 'step.failed', step: step.path, failure: cut(failure, 500), output, lines });
  }
}
