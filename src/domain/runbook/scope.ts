/** What a runbook's expressions see: inputs, the outputs of steps that are done, and the facts the run began with. */
import { evaluate, interpolate, references, type Scope } from '../../lib/expression.ts';
import { canonical } from '../../lib/json.ts';
import { stepOf } from './evolve.ts';
import { everyStep } from './locate.ts';
import type { Params, Run } from './model.ts';
import { cut } from './output.ts';

/** A step that failed or was skipped has no output: reading it is an error, never an empty value. */
export function scopeOf(run: Run): Scope {
  const done = everyStep(run.runbook.steps).flatMap((step) => {
    const state = stepOf(run, step.path);
    return state.status === 'done' && state.output !== undefined ? [[step.id, state.output] as const] : [];
  });
  return { inputs: run.inputs, steps: Object.fromEntries(done), ...run.facts };
}

export type Held<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: string };

/** True or false; anything else is an error told in words. */
export function condition(source: string, scope: Scope): Held<boolean> {
  const result = evaluate(source, scope);
  if (!result.ok) return { ok: false, error: `${shown(source)} cannot be decided: ${result.error}` };
  if (typeof result.value === 'boolean') return { ok: true, value: result.value };
  return { ok: false, error: `${shown(source)} must be true or false, but it is ${cut(canonical(result.value), 80)}` };
}

export function resolve(params: Params, scope: Scope): Held<Params> {
  const result = interpolate(params, scope);
  if (!result.ok) return { ok: false, error: `${result.path.join('.') || 'parameters'}: ${result.error}` };
  return { ok: true, value: result.value as Params };
}

/** Text for people. What is not known is said in its place: a question must not go unasked for it. */
export function told(text: string, scope: Scope): string {
  const result = interpolate(text, scope);
  if (!result.ok) return `${text} (not known: ${result.error})`;
  return typeof result.value === 'string' ? result.value : canonical(result.value);
}

/** `status is 503, ms is 12`: what a condition was about. */
export function behind(source: string, output: Readonly<Record<string, unknown>>): string {
  const roots = [...new Set(references(source).map((r) => r.path[0] ?? ''))].filter((r) => Object.hasOwn(output, r));
  return roots.map((r) => `${r} is ${cut(canonical(output[r]), 80)}`).join(', ');
}

export const shown = (source: string): string => `\`${cut(source, 120)}\``;
