/** Steps that hold others: at the same time, as options of a choice, as a group, or once for each item of a list. */
import { z } from 'zod';
import { template, text } from '../../lib/yaml/fields.ts';
import type { Path } from '../../lib/yaml/issue.ts';
import { pick } from '../../lib/yaml/schema.ts';
import { identifier } from './identifier.ts';
import type { ChoiceStep, EachStep, GroupStep, ParallelStep, Step, StepBase } from './model.ts';
import { type Inner, MAX_STEPS } from './read-context.ts';
import { ROOTS } from './uses.ts';

/** A Slack button holds 75 characters. */
const label = text(75);
const options = z
  .record(label, z.array(z.unknown()).min(1).max(MAX_STEPS))
  .refine((all) => Object.keys(all).length > 0, {
    error: 'a choice without options can never be made',
    params: { instead: 'write at least one option with its steps' },
  });

export function readParallel(context: Inner, at: Path, base: StepBase): ParallelStep {
  const { source, kinds, uses } = context;
  const here = [...at, 'parallel'];
  const list = source.read(z.array(z.unknown()).min(1).max(20), here) ?? [];
  // Siblings run at once: none may read another, so their results count only after the last of them.
  const siblings = uses.together(() =>
    list.map((_, i) => context.branch([...here, i], `${base.path}.parallel.${i + 1}`)),
  );
  const steps = siblings.flatMap((step) => (step?.type === 'action' ? step : []));
  for (const step of steps) {
    if (!kinds.schemaOf(step.kind)?.mutates) continue;
    const i = siblings.indexOf(step);
    source.key(
      [...here, i, step.kind],
      `${step.kind} changes something; changes are made one at a time`,
      'move it out of parallel',
    );
  }
  uses.done(base.id);
  return { type: 'parallel', ...base, steps };
}

export function readChoice(
  context: Inner,
  at: Path,
  base: Omit<StepBase, 'name'>,
  name: string | undefined,
): ChoiceStep {
  const { source, uses } = context;
  const question = source.read(template(300), [...at, 'ask.choice']) ?? '';
  uses.template([...at, 'ask.choice'], question, base.id);
  const hasFacts = pick(source.document.value, [...at, 'facts']) !== undefined;
  const facts = (hasFacts ? source.read(z.array(template(300)).max(10), [...at, 'facts']) : undefined) ?? [];
  for (const [i, fact] of facts.entries()) uses.template([...at, 'facts', i], fact, base.id);
  const labels = Object.keys(source.read(options, [...at, 'options']) ?? {});
  const read = labels.map((option) => ({
    label: option,
    steps: uses.only(`when ${JSON.stringify(option)} is chosen`, () =>
      context.steps([...at, 'options', option], `${base.path}.options.${option}.`),
    ),
  }));
  uses.done(base.id);
  return { type: 'choice', ...base, name: name ?? question, question, facts, options: read };
}

type Has = (key: string) => boolean;

/** What is done when one of them fails, and in any case. Nobody knows then how far the others came. */
export function readGroup(context: Inner, at: Path, base: StepBase, has: Has): GroupStep {
  const { uses } = context;
  const steps = context.steps([...at, 'steps'], base.path === ROOT ? '' : `${base.path}.steps.`);
  const part = (key: 'onFailure' | 'always'): readonly Step[] | undefined => {
    if (!has(key) || (key === 'onFailure' && base.goesOn)) return undefined;
    const prefix = base.path === ROOT ? `${key}.` : `${base.path}.${key}.`;
    return uses.only(key === 'always' ? 'at the end' : 'after a failure', () => context.steps([...at, key], prefix));
  };
  const [onFailure, always] = [part('onFailure'), part('always')];
  uses.done(base.id);
  return { type: 'group', ...base, steps, ...(onFailure ? { onFailure } : {}), ...(always ? { always } : {}) };
}

/** The path of the group that a whole runbook is when it says what to do on a failure. Its steps keep their plain numbers. */
export const ROOT = 'all';

const list = z.union([template(2_000), z.array(z.unknown()).min(1).max(50)]);

export function readEach(context: Inner, at: Path, base: StepBase, has: Has): EachStep {
  const { source, uses } = context;
  const here = [...at, 'forEach'];
  const items = source.read(list, here) ?? [];
  const strings = (value: unknown, path: Path): void => {
    if (typeof value === 'string') uses.template(path, value, base.id);
    else if (Array.isArray(value)) for (const [i, v] of value.entries()) strings(v, [...path, i]);
  };
  strings(items, here);
  if (typeof items === 'string' && !items.includes('${{')) {
    source.value(
      here,
      'forEach wants a list',
      'write [a, b], or the expression that gives one: ${{ steps.pods.items }}',
    );
  }
  const as = (has('as') ? source.read(identifier, [...at, 'as']) : undefined) ?? 'item';
  if (ROOTS.includes(as)) source.value([...at, 'as'], `${as} is taken`, 'give the item another name');
  for (const key of ['always', 'onFailure'].filter((k) => has(k) && !(k === 'onFailure' && base.goesOn))) {
    source.key([...at, key], `${key} does not stand beside forEach`, 'put it around: steps: with forEach inside');
  }
  // What ran for one item is known inside it only.
  const steps = uses.named(as, () =>
    uses.only('for each item', () => context.steps([...at, 'steps'], `${base.path}.each.`)),
  );
  uses.done(base.id);
  return { type: 'each', ...base, items, as, steps };
}
