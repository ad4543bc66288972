/** The forms a step can be written in: `kind: parameters`, `parallel`, `ask.choice` and `steps`, with their sibling keys. */
import { z } from 'zod';
import { condition, text } from '../../lib/yaml/fields.ts';
import type { Path } from '../../lib/yaml/issue.ts';
import { suggest } from '../../lib/yaml/nearest.ts';
import type { Source } from '../../lib/yaml/source.ts';
import { identifier } from './identifier.ts';
import type { Step, StepBase } from './model.ts';
import { readAction } from './read-action.ts';
import { type Inner, MAX_STEPS, type StepContext } from './read-context.ts';
import { readChoice, readEach, readGroup, readParallel } from './read-forms.ts';

/** What may stand beside the key that says what a step does. */
const EVERYWHERE = ['id', 'name', 'if', 'onFailure'];
const FORMS = {
  parallel: [],
  'ask.choice': ['facts', 'options'],
  steps: ['always', 'forEach', 'as'],
} as const;
const ACTION = ['approval', 'expect', 'until', 'retry', 'watch', 'timeout'];
const SIBLINGS: readonly string[] = [...EVERYWHERE, ...ACTION, ...Object.values(FORMS).flat()];

type Form = keyof typeof FORMS;
const isForm = (key: string): key is Form => Object.hasOwn(FORMS, key);
const siblingsOf = (kind: string): readonly string[] => [...EVERYWHERE, ...(isForm(kind) ? FORMS[kind] : ACTION)];

/** `at` is where the list stands in the document, `prefix` what its steps' paths begin with. */
export function readSteps(context: StepContext, at: Path, prefix: string): Step[] {
  const list = context.source.read(z.array(z.unknown()).min(1).max(MAX_STEPS), at) ?? [];
  return list.flatMap((_, i) => readStep(context, [...at, i], `${prefix}${i + 1}`, false) ?? []);
}

export const innerOf = (context: StepContext): Inner => ({
  ...context,
  steps: (at, prefix) => readSteps(context, at, prefix),
  branch: (at, path) => readStep(context, at, path, true),
});

function readStep(context: StepContext, at: Path, path: string, inParallel: boolean): Step | undefined {
  const { source, kinds, uses } = context;
  const written = source.read(z.record(z.string(), z.unknown()), at);
  if (!written) return undefined;
  const keys = Object.keys(written);
  const kind = kindAmong(context, at, keys);
  if (kind === undefined) return undefined;
  strangers(source, at, kind, keys);
  if (inParallel && isForm(kind)) {
    source.key([...at, kind], `${kind} cannot stand inside parallel`, 'move it out: it is a step of its own');
    return undefined;
  }
  const has = (key: string) => keys.includes(key);
  const id = has('id') ? source.read(identifier, [...at, 'id']) : path;
  const name = has('name') ? source.read(text(120), [...at, 'name']) : undefined;
  const guard = has('if') ? source.read(condition, [...at, 'if']) : undefined;
  const goesOn = written.onFailure === 'continue';
  const base: Omit<StepBase, 'name'> = {
    path,
    id: id ?? path,
    at: source.where([...at, kind]),
    ...(guard === undefined ? {} : { if: guard }),
    ...(goesOn ? { goesOn } : {}),
  };
  if (!uses.declare(base.id, path, kinds.schemaOf(kind)?.outputs)) {
    source.value([...at, 'id'], `the id ${base.id} is taken`, 'give every step its own');
  }
  if (uses.count > MAX_STEPS) {
    if (uses.count === MAX_STEPS + 1) source.key(at, `more than ${MAX_STEPS} steps`, 'split the runbook');
    return undefined;
  }
  if (guard !== undefined) uses.cel([...at, 'if'], guard, base.id);
  if (!goesOn && has('onFailure') && kind !== 'steps') {
    source.value(
      [...at, 'onFailure'],
      'a single step can only continue after a failure',
      'write onFailure: continue, or put the step under steps: and give those an onFailure: list',
    );
  }
  const inner = innerOf(context);
  switch (kind) {
    case 'parallel':
      return readParallel(inner, at, { ...base, name: name ?? 'At the same time' });
    case 'ask.choice':
      return readChoice(inner, at, base, name);
    case 'steps':
      return has('forEach')
        ? readEach(inner, at, { ...base, name: name ?? 'For each' }, has)
        : readGroup(inner, at, { ...base, name: name ?? '' }, has);
    default:
      return readAction(context, at, { ...base, name: name ?? kind }, kind, has);
  }
}

/** The one key that says what the step does. */
function kindAmong({ source, kinds }: StepContext, at: Path, keys: readonly string[]): string | undefined {
  const isKind = (key: string) => isForm(key) || kinds.schemaOf(key) !== undefined;
  const does = keys.filter((key) => !SIBLINGS.includes(key));
  const [kind] = does;
  const known = [...kinds.names, ...Object.keys(FORMS)];
  if (kind === undefined) {
    const example = `write what it does: kind: parameters, for example ${kinds.names[0] ?? 'wait'}:`;
    source.value(at, 'this step does nothing', example);
    return undefined;
  }
  if (does.length > 1) {
    const second = does.find((key) => !isKind(key)) ?? does[1] ?? kind;
    if (isKind(second)) source.key([...at, second], 'a step does one thing', 'start a new step with "- "');
    else {
      const instead = suggest(second, [...known, ...SIBLINGS]);
      source.key([...at, second], `unknown key ${JSON.stringify(second)}`, instead);
    }
    return undefined;
  }
  if (isKind(kind)) return kind;
  source.key([...at, kind], `unknown step kind ${JSON.stringify(kind)}`, suggest(kind, known));
  return undefined;
}

/** Keys that belong to another form. */
function strangers(source: Source, at: Path, kind: string, keys: readonly string[]): void {
  const own = siblingsOf(kind);
  for (const key of keys.filter((k) => k !== kind && !own.includes(k))) {
    const form = Object.keys(FORMS).find((f) => siblingsOf(f).includes(key));
    const belongs = form ?? 'a step that does something';
    source.key([...at, key], `${key} belongs to ${belongs}, not to ${kind}`, 'delete it or move it');
  }
}
