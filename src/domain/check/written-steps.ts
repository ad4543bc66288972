/** The steps of a runbook as they stand in its file: rules point at characters, and the loaded runbook has none. */
import type { Path } from '../../lib/yaml/issue.ts';
import type { Kinds, WrittenStep } from './model.ts';

/** Keys that hold steps, from a step or from the runbook. */
const LISTS = ['parallel', 'steps', 'onFailure', 'always'];
const FORMS = ['parallel', 'ask.choice', 'steps'];

type Fields = Readonly<Record<string, unknown>>;
export const isFields = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

export function writtenSteps(file: string, runbook: unknown, kinds: Kinds): readonly WrittenStep[] {
  const all: WrittenStep[] = [];
  const list = (value: unknown, path: Path): void => {
    if (!Array.isArray(value)) return;
    for (const [i, step] of value.entries()) if (isFields(step)) one(step, [...path, i]);
  };
  const inside = (value: Fields, path: Path): void => {
    for (const key of LISTS) list(value[key], [...path, key]);
    if (isFields(value.options))
      for (const [label, steps] of Object.entries(value.options)) list(steps, [...path, 'options', label]);
  };
  const one = (step: Fields, path: Path): void => {
    const kind = Object.keys(step).find((key) => FORMS.includes(key) || kinds.schemaOf(key));
    if (kind !== undefined) all.push(written(file, step, path, kind, kinds));
    inside(step, path);
  };
  if (isFields(runbook)) inside(runbook, []);
  return all;
}

function written(file: string, step: Fields, path: Path, kind: string, kinds: Kinds): WrittenStep {
  const { [kind]: given, ...beside } = step;
  const short = kinds.schemaOf(kind)?.shorthand;
  const params: Fields = isFields(given) ? given : short === undefined || given === null ? {} : { [short]: given };
  return {
    file,
    path,
    kind,
    params,
    beside,
    at: (...below) => (isFields(given) ? [...path, kind, ...below] : [...path, kind]),
  };
}
