/** The forms a step can be written in: `kind: parameters`, `parallel` and `ask.choice`, with their sibling keys. */
import { z } from 'zod';
import { condition, duration, oneOrMore, slug, template, text } from '../../lib/yaml/fields.ts';
import type { Path } from '../../lib/yaml/issue.ts';
import { suggest } from '../../lib/yaml/nearest.ts';
import { pick } from '../../lib/yaml/schema.ts';
import type { Source } from '../../lib/yaml/source.ts';
import type { Approval } from '../catalog/model.ts';
import { identifier } from './identifier.ts';
import type { ActionStep, ChoiceStep, ParallelStep, Step, Until } from './model.ts';
import { readParams } from './read-params.ts';
import type { StepKindIndex } from './step-kind-index.ts';
import type { Uses } from './uses.ts';

export interface StepContext {
  readonly source: Source;
  readonly kinds: StepKindIndex;
  readonly groups: readonly string[] | undefined;
  readonly uses: Uses;
}

const READ_TIMEOUT = 30_000;
const CHANGE_TIMEOUT = 120_000;
const MAX_STEPS = 100;

const SIBLINGS = {
  action: ['id', 'name', 'if', 'approval', 'expect', 'until', 'timeout'],
  parallel: ['id', 'name', 'if'],
  'ask.choice': ['id', 'name', 'if', 'facts', 'options'],
} as const;
const EVERY_SIBLING: readonly string[] = [...new Set(Object.values(SIBLINGS).flat())];

const approval = z.strictObject({
  from: oneOrMore(slug).optional(),
  min: z.int().min(1).max(10).optional(),
  requester: z.boolean().optional(),
  expires: duration({ min: 30_000, max: 86_400_000 }).optional(),
});
const until = z.strictObject({
  passes: z.int().min(1).max(100).default(1),
  every: duration({ min: 1_000, max: 3_600_000 }).default(10_000),
  within: duration({ max: 86_400_000 }),
});
/** A Slack button holds 75 characters. */
const label = text(75);
const options = z.record(label, z.array(z.unknown()).min(1).max(MAX_STEPS));

/** `at` is where the list stands in the document, `prefix` what its steps' paths begin with. */
export function readSteps(context: StepContext, at: Path, prefix: string): Step[] {
  const list = context.source.read(z.array(z.unknown()).min(1).max(MAX_STEPS), at) ?? [];
  return list.flatMap((_, i) => readStep(context, [...at, i], `${prefix}${i + 1}`, false) ?? []);
}

function readStep(context: StepContext, at: Path, path: string, inParallel: boolean): Step | undefined {
  const { source, kinds, uses } = context;
  const written = source.read(z.record(z.string(), z.unknown()), at);
  if (!written) return undefined;
  const keys = Object.keys(written);
  const does = keys.filter((key) => !EVERY_SIBLING.includes(key));
  const [kind] = does;
  if (kind === undefined) {
    source.value(
      at,
      'this step does nothing',
      `write what it does: kind: parameters, for example ${kinds.names[0] ?? 'wait'}:`,
    );
    return undefined;
  }
  if (does.length > 1) {
    const second = does.find((key) => !isKind(kinds, key)) ?? does[1] ?? kind;
    const known = [...kinds.names, 'parallel', 'ask.choice', ...EVERY_SIBLING];
    if (isKind(kinds, second)) source.key([...at, second], 'a step does one thing', 'start a new step with "- "');
    else source.key([...at, second], `unknown key ${JSON.stringify(second)}`, suggest(second, known));
    return undefined;
  }
  if (!isKind(kinds, kind)) {
    const known = [...kinds.names, 'parallel', 'ask.choice'];
    source.key([...at, kind], `unknown step kind ${JSON.stringify(kind)}`, suggest(kind, known));
    return undefined;
  }
  const form = kind === 'parallel' || kind === 'ask.choice' ? kind : 'action';
  for (const key of keys.filter((k) => k !== kind && !SIBLINGS[form].some((s) => s === k))) {
    const belongs = key === 'facts' || key === 'options' ? 'ask.choice' : 'a step that does something';
    source.key([...at, key], `${key} belongs to ${belongs}, not to ${kind}`, 'delete it or move it');
  }
  if (inParallel && form !== 'action') {
    source.key([...at, kind], `${kind} cannot stand inside parallel`, 'move it out: it is a step of its own');
    return undefined;
  }
  const has = (key: string) => keys.includes(key);
  const id = has('id') ? source.read(identifier, [...at, 'id']) : path;
  const name = has('name') ? source.read(text(120), [...at, 'name']) : undefined;
  const guard = has('if') ? source.read(condition, [...at, 'if']) : undefined;
  const base = { path, id: id ?? path, at: source.where([...at, kind]), ...(guard === undefined ? {} : { if: guard }) };
  if (!uses.declare(base.id, path, kinds.schemaOf(kind)?.outputs)) {
    source.value([...at, 'id'], `the id ${base.id} is taken`, 'give every step its own');
  }
  if (uses.count > MAX_STEPS) {
    if (uses.count === MAX_STEPS + 1) source.key(at, `more than ${MAX_STEPS} steps`, 'split the runbook');
    return undefined;
  }
  if (guard !== undefined) uses.cel([...at, 'if'], guard, base.id);
  if (form === 'parallel') return readParallel(context, at, { ...base, name: name ?? 'At the same time' });
  if (form === 'ask.choice') return readChoice(context, at, base, name);
  return readAction(context, at, { ...base, name: name ?? kind }, kind, has);
}

const isKind = (kinds: StepKindIndex, key: string): boolean =>
  key === 'parallel' || key === 'ask.choice' || kinds.schemaOf(key) !== undefined;

type Base = Omit<ParallelStep, 'type' | 'steps'>;

function readParallel(context: StepContext, at: Path, base: Base): ParallelStep {
  const { source, kinds, uses } = context;
  const here = [...at, 'parallel'];
  const list = source.read(z.array(z.unknown()).min(1).max(20), here) ?? [];
  // Siblings run at once: none may read another, so their results count only after the last of them.
  const siblings = uses.together(() =>
    list.map((_, i) => readStep(context, [...here, i], `${base.path}.parallel.${i + 1}`, true)),
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

function readChoice(context: StepContext, at: Path, base: Omit<Base, 'name'>, name: string | undefined): ChoiceStep {
  const { source, uses } = context;
  const question = source.read(template(300), [...at, 'ask.choice']) ?? '';
  uses.template([...at, 'ask.choice'], question, base.id);
  const hasFacts = pick(source.document.value, [...at, 'facts']) !== undefined;
  const facts = (hasFacts ? source.read(z.array(template(300)).max(10), [...at, 'facts']) : undefined) ?? [];
  for (const [i, fact] of facts.entries()) uses.template([...at, 'facts', i], fact, base.id);
  const labels = Object.keys(source.read(options, [...at, 'options']) ?? {});
  const read = labels.map((option) => ({
    label: option,
    steps: uses.option(option, () => readSteps(context, [...at, 'options', option], `${base.path}.options.${option}.`)),
  }));
  uses.done(base.id);
  return { type: 'choice', ...base, name: name ?? question, question, facts, options: read };
}

function readAction(
  context: StepContext,
  at: Path,
  base: Base,
  kind: string,
  has: (key: string) => boolean,
): ActionStep | undefined {
  const { source, kinds, uses } = context;
  const schema = kinds.schemaOf(kind);
  if (!schema) return undefined;
  const params = readParams(source, uses, [...at, kind], kind, schema, base.id);
  const gate = has('approval') ? readApproval(context, [...at, 'approval'], kind, schema.mutates) : undefined;
  const expect = has('expect') ? source.read(condition, [...at, 'expect']) : undefined;
  if (expect !== undefined) uses.cel([...at, 'expect'], expect, base.id, schema.outputs ?? 'any');
  const watch = has('until') ? readUntil(source, [...at, 'until'], kind, schema.mutates) : undefined;
  const bounds = duration({ min: 1_000, max: 86_400_000 });
  const timeout = has('timeout') ? source.read(bounds, [...at, 'timeout']) : undefined;
  uses.done(base.id);
  return {
    type: 'action',
    ...base,
    kind,
    params: params ?? {},
    ...(gate ? { approval: gate } : {}),
    ...(expect === undefined ? {} : { expect }),
    ...(watch ? { until: watch } : {}),
    timeout: timeout ?? (schema.mutates ? CHANGE_TIMEOUT : READ_TIMEOUT),
  };
}

function readApproval(
  { source, groups }: StepContext,
  at: Path,
  kind: string,
  mutates: boolean,
): Partial<Approval> | undefined {
  const written = source.read(approval, at);
  if (!mutates) source.key(at, `${kind} only reads: there is nothing to approve`, 'delete approval:');
  for (const name of written?.from ?? []) {
    if (groups && !groups.includes(name))
      source.inside([...at, 'from'], name, `there is no group ${JSON.stringify(name)}`, suggest(name, groups));
  }
  if (!written) return undefined;
  const { from, min, requester, expires } = written;
  return {
    ...(from ? { from } : {}),
    ...(min === undefined ? {} : { min }),
    ...(requester === undefined ? {} : { requester }),
    ...(expires === undefined ? {} : { expires }),
  };
}

function readUntil(source: Source, at: Path, kind: string, mutates: boolean): Until | undefined {
  const written = source.read(until, at);
  if (mutates)
    source.key(at, `${kind} changes something: until would do it again and again`, 'watch with a step that reads');
  if (written && (written.passes - 1) * written.every > written.within) {
    source.key(
      at,
      `${written.passes} passes take longer than within allows`,
      'lengthen within, or ask for fewer passes',
    );
  }
  return written;
}
