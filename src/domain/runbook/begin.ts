/** A step's turn has come: skipped, read, planned, or asked about. */
import { isOffHours } from '../approval/model.ts';
import { ask } from './ask.ts';
import type { Draft } from './draft.ts';
import type { PlanPayload, ReadPayload } from './effects.ts';
import { inNameOf } from './in-name-of.ts';
import { holdTarget } from './lock.ts';
import type { ActionStep, ChoiceStep, EachStep, Params, Step } from './model.ts';
import { boundedLines } from './output.ts';
import { requesterOf } from './requester.ts';
import { condition, type Held, resolve, scopeOf, told } from './scope.ts';
import type { ChangeKind, StepKind } from './step-kind.ts';
import { kindOf } from './steps/index.ts';
import { keys, stop } from './stop.ts';
import { tell } from './tell.ts';

export function begin(d: Draft, step: Step): void {
  const wanted = step.if === undefined ? undefined : condition(step.if, scopeOf(d.run, step.path));
  if (wanted && !wanted.ok) fail(d, step, `if: ${wanted.error}`);
  else if (wanted && !wanted.value) d.emit({ type: 'step.skipped', step: step.path, condition: step.if ?? '' });
  else if (step.type === 'parallel' || step.type === 'group') d.emit({ type: 'step.begun', step: step.path });
  else if (step.type === 'each') list(d, step);
  else if (step.type === 'choice') offer(d, step);
  else beginAction(d, step);
}

function fail(d: Draft, step: Step, failure: string): void {
  d.emit({ type: 'step.failed', step: step.path, failure });
}

/** Over means over: an incident that ended is not changed any more by a run that was still reading. */
export function over(d: Draft): boolean {
  const { incidentEnded } = d.run;
  if (incidentEnded !== undefined) stop(d, 'worker', incidentEnded);
  return incidentEnded !== undefined;
}

const MOST_ITEMS = 50;

/** The list is looked at once: what changes meanwhile changes no step that people were shown. */
function list(d: Draft, step: EachStep): void {
  const found = resolve({ items: step.items }, scopeOf(d.run, step.path));
  const items = found.ok ? found.value.items : [];
  if (!found.ok) fail(d, step, `forEach: ${found.error}`);
  else if (!Array.isArray(items)) fail(d, step, 'forEach: this is not a list');
  else if (items.length > MOST_ITEMS) fail(d, step, `forEach: ${items.length} items are more than ${MOST_ITEMS}`);
  else d.emit({ type: 'each.begun', step: step.path, items });
}

function offer(d: Draft, step: ChoiceStep): void {
  if (over(d)) return;
  const scope = scopeOf(d.run, step.path);
  const facts = boundedLines(step.facts.map((f) => told(f, scope)));
  d.emit({ type: 'choice.offered', step: step.path, facts });
}

/** Its kind and its parameters as they are now; or why it cannot begin. */
function ready(d: Draft, step: ActionStep): Held<{ readonly kind: StepKind; readonly params: Params }> {
  const kind = kindOf(step.kind);
  if (!kind) return { ok: false, error: `there is no step kind ${step.kind} any more` };
  const params = resolve(step.params, scopeOf(d.run, step.path));
  if (!params.ok) return params;
  const [wrong] = kind.schema.check(params.value);
  if (wrong) return { ok: false, error: `${[step.kind, ...wrong.path].join('.')}: ${wrong.message}` };
  return { ok: true, value: { kind, params: params.value } };
}

function beginAction(d: Draft, step: ActionStep): void {
  const able = ready(d, step);
  if (!able.ok) {
    // What only earlier steps will know cannot be known before they ran.
    if (d.run.preview)
      d.emit({
        type: 'step.done',
        step: step.path,
        lines: boundedLines([`planned when it is reached: ${able.error}`]),
      });
    else fail(d, step, able.error);
    return;
  }
  const { kind, params } = able.value;
  if (!kind.mutates) {
    d.emit({ type: 'step.reading', step: step.path, attempt: d.step(step.path).attempt + 1, params });
    if ('ask' in kind) over(d) || ask(d, step, kind, params);
    else if ('tell' in kind) tell(d, step, kind, params);
    else read(d, step, params);
  } else if (d.run.preview) plan(d, step, kind, params);
  else if (!over(d) && holdTarget(d, step, kind, params)) plan(d, step, kind, params);
}

/** One look, as the attempt the state counts. */
export function read(d: Draft, step: ActionStep, params: Params): void {
  const { attempt, startedAt: since = d.now } = d.step(step.path);
  const { path, kind, timeout } = step;
  const payload: ReadPayload = { run: d.self.id, step: path, attempt, kind, params, timeout, since };
  d.work('step.read', keys.read(path, attempt), path, payload, 'read');
}

function plan(d: Draft, step: ActionStep, change: ChangeKind, params: Params, by?: string): void {
  const { path, kind, timeout } = step;
  const requester = requesterOf(d.run, path);
  const as = inNameOf(d.catalog, change, params, requester);
  if (!as.ok) {
    fail(d, step, as.error);
    return;
  }
  const attempt = d.step(path).attempt + 1;
  d.emit({ type: 'step.planning', step: path, attempt, params, ...(by === undefined ? {} : { by }) });
  const { workingHours } = d.catalog.changes;
  const payload: PlanPayload = {
    run: d.self.id,
    step: path,
    attempt,
    kind,
    params,
    timeout,
    runbook: d.run.runbook.digest,
    requester,
    ...(as.value === undefined ? {} : { as: as.value }),
    ...(workingHours ? { offHours: isOffHours(workingHours, d.now) } : {}),
  };
  d.work('step.plan', keys.plan(path, attempt), path, payload, 'read');
}

/** Plans a step anew, on what is there now. */
export function planAgain(d: Draft, step: ActionStep, by?: string): void {
  if (over(d)) return;
  const able = ready(d, step);
  if (!able.ok) fail(d, step, able.error);
  else if (able.value.kind.mutates) plan(d, step, able.value.kind, able.value.params, by);
}
