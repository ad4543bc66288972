/** What a runbook tells people: notes, tasks, lists, questions, facts, announcements. Whoever reads it at 03:00 does it. */
import type { Material, WrittenStep } from './model.ts';
import { type Text, textsIn } from './texts.ts';

const SAID: Readonly<Record<string, readonly string[]>> = {
  note: ['text'],
  'manual.task': ['instruction'],
  'manual.checklist': ['items', 'text'],
  'ask.approval': ['question'],
  'ask.text': ['question'],
  'chat.post': ['text'],
  'incident.update': ['text'],
};

export const toldBy = (step: WrittenStep): readonly Text[] => [
  ...(SAID[step.kind] ?? []).flatMap((key) => textsIn(step.file, step.params[key], step.at(key))),
  ...(step.kind === 'ask.choice' ? textsIn(step.file, step.beside.facts, [...step.path, 'facts']) : []),
];

export const toldToPeople = ({ runbooks }: Material): readonly Text[] =>
  runbooks.flatMap(({ file, value, steps }) => [
    ...steps.flatMap(toldBy),
    ...steps.flatMap((s) => textsIn(file, choiceOf(value, s), [...s.path, 'ask.choice'])),
  ]);

/** The question of a choice is the value of its own key. */
function choiceOf(value: unknown, { kind, path }: WrittenStep): unknown {
  if (kind !== 'ask.choice') return undefined;
  let here: unknown = value;
  for (const key of [...path, kind])
    here = here === null || typeof here !== 'object' ? undefined : Reflect.get(here, key);
  return here;
}
