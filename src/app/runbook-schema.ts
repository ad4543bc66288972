/** workflows/runbook.schema.json: what editors know of runbooks, made of what the kinds declare. Printed by `tocsin schema`. */
import { z } from 'zod';
import { inputSchema } from '../domain/runbook/read-input.ts';
import type { StepKind } from '../domain/runbook/step-kind.ts';
import type { JsonSchema } from '../domain/runbook/step-kind-index.ts';
import { STEP_KINDS } from '../domain/runbook/steps/index.ts';

const EXPRESSION: JsonSchema = { type: 'string', pattern: '\\$\\{\\{' };
const DURATION: JsonSchema = { type: 'string', pattern: '^([0-9]+(ms|s|m|h|d))+$' };
const TEXT: JsonSchema = { type: 'string' };
const STEPS: JsonSchema = { type: 'array', items: { $ref: '#/$defs/step' } };

/** Wherever a value may stand, an expression may. */
function orExpression(s: JsonSchema): JsonSchema {
  const { properties, items, ...rest } = s;
  const inner: JsonSchema = {
    ...rest,
    ...(items ? { items: orExpression(items) } : {}),
    ...(properties
      ? { properties: Object.fromEntries(Object.entries(properties).map(([k, v]) => [k, orExpression(v)])) }
      : {}),
  };
  return { anyOf: [inner, EXPRESSION] };
}

function parameters({ schema }: StepKind): JsonSchema {
  const { properties = {}, $schema: _, ...rest } = schema.json();
  const whole = {
    ...rest,
    properties: Object.fromEntries(Object.entries(properties).map(([k, v]) => [k, orExpression(v)])),
    required: schema.required,
    additionalProperties: false,
  };
  const alone = schema.shorthand === undefined ? undefined : properties[schema.shorthand];
  return alone ? { anyOf: [orExpression(alone), whole] } : whole;
}

const BESIDE: Readonly<Record<string, JsonSchema>> = {
  id: { type: 'string', pattern: '^[a-zA-Z][a-zA-Z0-9_]*$' },
  name: TEXT,
  if: TEXT,
};
const ON_ACTIONS: Readonly<Record<string, JsonSchema>> = {
  expect: TEXT,
  timeout: DURATION,
  until: {
    type: 'object',
    properties: { passes: { type: 'integer' }, every: DURATION, within: DURATION },
    required: ['within'],
  },
  retry: { type: 'object', properties: { times: { type: 'integer' }, every: DURATION } },
  watch: { type: 'object', properties: { for: DURATION, every: DURATION }, required: ['for'] },
  approval: { type: 'object' },
  onFailure: { const: 'continue' },
};

function form(
  key: string,
  value: JsonSchema,
  beside: Readonly<Record<string, JsonSchema>>,
  description?: string,
): JsonSchema {
  return {
    type: 'object',
    properties: { [key]: { ...value, ...(description ? { description } : {}) }, ...BESIDE, ...beside },
    required: [key],
    additionalProperties: false,
  };
}

const stepForms = (): readonly JsonSchema[] => [
  ...STEP_KINDS.map((k) => form(k.name, parameters(k), ON_ACTIONS, k.summary)),
  form('parallel', STEPS, { onFailure: { const: 'continue' } }, 'Looks at the same time.'),
  form(
    'ask.choice',
    TEXT,
    { facts: { type: 'array', items: TEXT }, options: { type: 'object', additionalProperties: STEPS } },
    'A person chooses how to go on.',
  ),
  form(
    'steps',
    STEPS,
    {
      onFailure: { anyOf: [{ const: 'continue' }, STEPS] },
      always: STEPS,
      forEach: { anyOf: [{ type: 'array' }, EXPRESSION] },
      as: { type: 'string' },
    },
    'A group of steps, or the same steps for each item of a list.',
  ),
];

export function runbookSchema(): string {
  const { $schema: _, ...input } = z.toJSONSchema(inputSchema, { io: 'input', unrepresentable: 'any' });
  const listOrText = { anyOf: [TEXT, { type: 'array', items: TEXT }] };
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A Tocsin runbook',
    type: 'object',
    properties: {
      name: TEXT,
      source: TEXT,
      for: { type: 'object', properties: { severity: listOrText, alerts: listOrText }, additionalProperties: false },
      respondWithin: DURATION,
      owner: TEXT,
      review: DURATION,
      reviewed: { type: 'string', format: 'date' },
      accept: { type: 'object', additionalProperties: TEXT },
      inputs: { type: 'object', additionalProperties: input },
      lock: TEXT,
      steps: STEPS,
      onFailure: STEPS,
      always: STEPS,
    },
    required: ['name', 'steps'],
    additionalProperties: false,
    $defs: { step: { anyOf: stepForms() } },
  };
  return `${JSON.stringify(schema, null, 1)}\n`;
}
