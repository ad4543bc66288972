/** Whether what a step read is what the runbook expects. */
import { soleExpression } from '../../lib/expression.ts';
import type { ActionStep, Run } from './model.ts';
import { behind, condition, scopeOf, shown, told } from './scope.ts';
import type { Output, ReadKind } from './step-kind.ts';

/** What a kind says of its own answers. */
export type Judged = Pick<ReadKind, 'schema'> & Partial<Pick<ReadKind, 'usualExpect' | 'pending' | 'failed'>>;

export type Verdict =
  | { readonly kind: 'pass' }
  /** Not decided yet. */
  | { readonly kind: 'pending' }
  /** `final`: looking again will not help. */
  | { readonly kind: 'fail'; readonly why: string; readonly final: boolean };

/** Its own conditions, or what is usual for its kind. */
function conditions(run: Run, step: ActionStep, kind: Judged): readonly string[] {
  const inParams = (kind.schema.expressions ?? []).flatMap((name) => {
    const written = step.params[name];
    if (typeof written !== 'string') return [];
    return [soleExpression(written) ?? told(written, scopeOf(run, step.path))];
  });
  const all = [...inParams, ...(step.expect === undefined ? [] : [step.expect])];
  return all.length > 0 ? all : kind.usualExpect === undefined ? [] : [kind.usualExpect];
}

export function judge(run: Run, step: ActionStep, kind: Judged, output: Output): Verdict {
  const failed = kind.failed?.(output);
  if (failed !== undefined) return { kind: 'fail', why: failed, final: true };
  if (kind.pending?.(output)) return { kind: 'pending' };
  const scope = { ...scopeOf(run, step.path), ...output };
  const note = typeof output.note === 'string' ? `; ${output.note}` : '';
  for (const source of conditions(run, step, kind)) {
    const result = condition(source, scope);
    if (result.ok && result.value) continue;
    const facts = behind(source, output);
    const why = result.ok ? `expected ${shown(source)}${facts ? `, but ${facts}` : ''}` : result.error;
    return { kind: 'fail', why: `${why}${note}`, final: false };
  }
  return { kind: 'pass' };
}
