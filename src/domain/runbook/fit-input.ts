/** What people give a runbook, held against what it asks for: from chat everything comes as text. */
import { storable } from '../../lib/json.ts';
import type { Params, Runbook, RunbookInput } from './model.ts';
import { cut } from './output.ts';

const LONGEST = 500;

export type InputValue = string | number | boolean;
type Fitted = { readonly value: InputValue } | { readonly must: string };

/** `3`, `yes` and texts, as the type of the input. */
function typed({ type }: RunbookInput, given: unknown): InputValue | undefined {
  const text = typeof given === 'string' ? given.trim() : given;
  switch (type) {
    case 'string':
      return typeof text === 'string' ? cut(storable(text), LONGEST) : undefined;
    case 'integer': {
      const n = typeof text === 'string' && /^[+-]?\d{1,15}$/.test(text) ? Number(text) : text;
      return typeof n === 'number' && Number.isSafeInteger(n) ? n : undefined;
    }
    case 'boolean':
      if (typeof text === 'boolean') return text;
      if (text === 'true' || text === 'yes') return true;
      return text === 'false' || text === 'no' ? false : undefined;
  }
}

const KIND = { string: 'text', integer: 'a whole number', boolean: 'true or false' } as const;

/** What is wrong with a value of the right type, as the end of "it must be …". */
function outside(input: RunbookInput, value: InputValue): string | undefined {
  const { choices, min, max, pattern } = input;
  if (choices && !choices.includes(value as string | number)) return `one of ${choices.join(', ')}`;
  if (typeof value === 'number' && min !== undefined && value < min) return `${min} or more`;
  if (typeof value === 'number' && max !== undefined && value > max) return `${max} or less`;
  // Compiled when the runbook was loaded; it is anchored and bounded there.
  const odd = typeof value === 'string' && pattern !== undefined && !new RegExp(`^(?:${pattern})$`, 'u').test(value);
  return odd ? `like ${pattern}` : undefined;
}

export function fitInput(input: RunbookInput, given: unknown): Fitted {
  const value = typed(input, given);
  if (value === undefined) return { must: KIND[input.type] };
  const must = outside(input, value);
  return must === undefined ? { value } : { must };
}

export function readInputs(runbook: Runbook, given: Params): { inputs: Params; problems: readonly string[] } {
  const names = runbook.inputs.map((i) => i.name);
  const problems = Object.keys(given)
    .filter((name) => !names.includes(name))
    .map((name) => `there is no input ${cut(storable(name), 40)}; there is ${names.join(', ') || 'none'}`);
  const inputs: Record<string, InputValue> = {};
  for (const input of runbook.inputs) {
    const raw = Object.hasOwn(given, input.name) ? given[input.name] : input.default;
    if (raw === undefined) {
      problems.push(`input ${input.name} is missing: give ${input.name}=…`);
      continue;
    }
    const fits = fitInput(input, raw);
    if ('value' in fits) inputs[input.name] = fits.value;
    else problems.push(`input ${input.name} must be ${fits.must}`);
  }
  return { inputs, problems };
}
