/** What a run asks a person: the question with its buttons on the run's card, and the form behind those that want words. */
import type { Run, StepState } from '../domain/runbook/model.ts';
import type { Question } from '../domain/runbook/question-model.ts';
import { bold, say, type Text } from '../lib/text.ts';
import { ACTIONS, answerId, nth } from './actions.ts';
import { actions, type Block, button, type Element, lines, select } from './blocks.ts';
import { type ModalView, modal, selectField, textField, typedIn, type Values } from './modal.ts';
import { type People, who } from './who.ts';

const SIGN = { done: '✓', skipped: '–', failed: '✗' } as const;

const openItems = (q: Question, s: StepState): number[] =>
  (q.items ?? []).flatMap((_, i) => (s.answers?.[i] === undefined ? [i] : []));

function itemLine(q: Question, s: StepState, item: string, i: number, people: People): Text {
  const given = s.answers?.[i];
  if (!given) return say`☐ ${i + 1}. ${item}`;
  const means = q.answers.find((a) => a.id === given.answer)?.means ?? 'done';
  return say`${SIGN[means]} ${i + 1}. ${item} · ${who(given.by, people)}${given.text ? say`: ${given.text}` : []}`;
}

const LIST_ITEM = 120;

function controls(run: number, path: string, q: Question, s: StepState): Element[] {
  if (q.items) {
    const options = openItems(q, s).map((i) => ({
      label: `${i + 1}. ${q.items?.[i]}`,
      value: answerId({ run, step: path, item: i }),
    }));
    return select('Tick off…', { action: ACTIONS.answerForm, options });
  }
  return q.answers.map((a, i) =>
    button(a.wants ? `${a.label}…` : a.label, {
      action: nth(a.wants ? ACTIONS.answerForm : ACTIONS.answer, i),
      value: answerId({ run, step: path, answer: i }),
    }),
  );
}

export function questionPart(run: Run, path: string, name: string, people: People): Block[] {
  const state = run.steps[path];
  const question = state?.question;
  if (!state || !question) return [];
  const { text, assignee, items = [] } = question;
  return [
    ...lines(
      [
        say`${bold(name)}${assignee === undefined ? [] : say` · for ${assignee}`}`,
        ...(text === name ? [] : [say`${text}`]),
        ...items.map((item, i) => itemLine(question, state, item, i, people)),
      ],
      items.length > 0 ? LIST_ITEM : 1_000,
    ),
    ...actions(controls(run.id, path, question, state)),
  ];
}

export const ANSWER_FIELDS = { answer: 'answer', text: 'text' } as const;

/** Which question the form is about: the answer is chosen already, or one of a list's items is. */
export interface Asked {
  readonly run: number;
  readonly step: string;
  readonly answer?: number;
  readonly item?: number;
}

export function answerModal(q: Question, asked: Asked, channel?: string): ModalView {
  const item = asked.item === undefined ? undefined : q.items?.[asked.item];
  const chosen = asked.answer === undefined ? undefined : q.answers[asked.answer];
  const wants = chosen?.wants;
  return modal('answer', {
    title: chosen?.label ?? 'Tick off',
    submit: chosen?.label ?? 'Answer',
    meta: { ...asked, ...(channel === undefined ? {} : { channel }) },
    blocks: [
      ...lines([say`${item ?? q.text}`], 1_000),
      ...(chosen
        ? []
        : selectField({
            id: ANSWER_FIELDS.answer,
            label: 'What came of it?',
            options: q.answers.map((a) => ({ label: a.label, value: a.id })),
            initial: q.answers[0]?.id ?? '',
          })),
      textField({
        id: ANSWER_FIELDS.text,
        label: wants?.label ?? 'What was done, or why not',
        max: 1_500,
        multiline: wants?.pattern === undefined,
        optional: chosen ? wants?.required !== true : true,
        ...(wants?.pattern === undefined ? {} : { hint: `It must look like ${wants.pattern}` }),
      }),
    ],
  });
}

export function readAnswer(values: Values): { answer?: string; text?: string } {
  const [answer, text] = [typedIn(values, ANSWER_FIELDS.answer), typedIn(values, ANSWER_FIELDS.text)];
  return { ...(answer === undefined ? {} : { answer }), ...(text === undefined ? {} : { text }) };
}
