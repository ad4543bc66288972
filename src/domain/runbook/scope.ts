/** What a runbook's expressions see: inputs, the outputs of steps that are done, and the facts the run began with. */
import { evaluate, interpolate, references, type Scope } from '../../lib/expression.ts';
import { canonical } from '../../lib/json.ts';
import { stepOf } from './evolve.ts';
import { expanded, partsOf, roundOf } from './expand.ts';
import type { Params, Run, Step } from './model.ts';
import { cut } from './output.ts';

/**
 * As the step at this path sees it: of a `forEach` around it only its own item. A step that failed or was skipped has no output:
 * reading it is an error, never an empty value.
 */
export function scopeOf(run: Run, path: string | undefined): Scope {
  const steps: Record<string, unknown> = {};
  const items: Record<string, unknown> = {};
  const see = (list: readonly Step[]): void => {
    for (const step of list) {
      const { status, output, items: known } = stepOf(run, step.path);
      if (status === 'done' && output !== undefined) steps[step.id] = output;
      if (step.type !== 'each') see(partsOf(step));
      const rounds = step.type === 'each' ? (step.rounds ?? []) : [];
      for (const [n, round] of rounds.entries()) {
        if (step.type !== 'each' || !path?.startsWith(roundOf(step, n))) continue;
        items[step.as] = known?.[n];
        see(round);
      }
    }
  };
  see(expanded(run));
  return { ...items, inputs: run.inputs, steps, ...run.facts };
}

/** What the policy asks about: as bad as the incident is by now, where expressions of the runbook keep what was. */
export function incidentOf({ facts, incidentNow }: Run): Params {
  if (!incidentNow) return facts.incident;
  const { severity, rank } = incidentNow;
  return { ...facts.incident, severity, rank };
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
