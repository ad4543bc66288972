/** Which gate a change meets: by its kind and risk, by what its runbook asks for on top, and by how far it reaches. */

import { evaluate, references } from '../../lib/expression.ts';
import { canonical } from '../../lib/json.ts';
import type { AllowedExec } from '../command/model.ts';
import type { Approval, Risk } from './approval.ts';
import type { BreakGlass } from './break-glass.ts';
import type { Calendar } from './calendar.ts';
import { groupsWanted } from './quorum.ts';

/** A rule that raises the gate of a plan. */
export interface Raise {
  /** CEL over `plan`, `incident` and `service`. One over `incident` is not about a run that belongs to none. */
  readonly if: string;
  /** Whose gate the plan meets then, at least. */
  readonly to: Risk;
  /** For the card. */
  readonly because: string;
}

export interface ChangePolicy {
  readonly gates: Readonly<Record<Risk, Approval>>;
  /** Gates of single step kinds, instead of that of their risk. */
  readonly kinds: Readonly<Record<string, Approval>>;
  /** `stricter`: a runbook's own approval only ever narrows. `any`: it replaces what it names. */
  readonly runbookGates: 'stricter' | 'any';
  readonly raise: readonly Raise[];
  /** When people are at work; absent: nothing is off hours. */
  readonly workingHours?: Calendar;
  /** Absent: nobody may act alone. */
  readonly breakGlass?: BreakGlass;
  /** `required`: the cluster is changed only in the name of a person whom it knows. Absent: in Tocsin's, where there is none. */
  readonly impersonate?: 'required';
  /** What may be run inside which container; absent: nothing. */
  readonly exec?: readonly AllowedExec[];
}

/** What the rules see. A fact this kind of change does not have is absent; one that could not be found out is null. */
export interface GateFacts {
  readonly plan: Readonly<Record<string, unknown>>;
  readonly incident: Readonly<Record<string, unknown>>;
  readonly service: Readonly<Record<string, unknown>>;
}

interface Change {
  readonly kind: string;
  readonly risk: Risk;
  /** The runbook's own `approval`. */
  readonly own?: Partial<Approval>;
  readonly facts: GateFacts;
}

/** Never less than the gate, whatever the runbook wrote: it may be older than the policy. */
export function tightened(gate: Approval, own: Partial<Approval>): Approval {
  const from = own.from?.filter((g) => gate.from.includes(g)) ?? [];
  const both: Approval = {
    ...gate,
    min: Math.max(gate.min, own.min ?? 0),
    requester: gate.requester && (own.requester ?? true),
    expires: Math.min(gate.expires, own.expires ?? gate.expires),
    ...(gate.distinct || own.distinct ? { distinct: true } : {}),
    ...(own.onExpire === undefined ? {} : { onExpire: own.onExpire }),
  };
  const narrowed = { ...both, from };
  // Fewer groups must not mean that fewer different ones are heard.
  return from.length > 0 && groupsWanted(narrowed) >= groupsWanted(gate) ? narrowed : both;
}

/** At least this gate as well. Groups that the two have in common are kept; where there are none, those of the policy decide. */
function raisedTo(asked: Approval, to: Approval): Approval {
  const enough = asked.min >= to.min && groupsWanted(asked) >= groupsWanted(to);
  if (!enough) return tightened(to, asked);
  const expires = Math.min(asked.expires, to.expires);
  return { ...asked, requester: asked.requester && to.requester, expires };
}

/** The gate before anything is known of the plan. */
export const usualGate = (policy: ChangePolicy, kind: string, risk: Risk): Approval =>
  Object.hasOwn(policy.kinds, kind) ? (policy.kinds[kind] ?? policy.gates[risk]) : policy.gates[risk];

/** A rule about what this change does not have is not about it; one that cannot be decided holds. */
function holds(rule: Raise, facts: GateFacts): boolean {
  const scope: Readonly<Record<string, Readonly<Record<string, unknown>>>> = { ...facts };
  for (const { path } of references(rule.if)) {
    const [root = '', fact] = path;
    if (root === 'plan' && fact !== undefined && !Object.hasOwn(facts.plan, fact)) return false;
    if (root === 'incident' && Object.keys(facts.incident).length === 0) return false;
  }
  const result = evaluate(rule.if, scope);
  return !result.ok || result.value !== false;
}

export function gateFor(policy: ChangePolicy, { kind, risk, own = {}, facts }: Change): Approval {
  const usual = usualGate(policy, kind, risk);
  const asked = policy.runbookGates === 'any' ? { ...usual, ...own } : tightened(usual, own);
  const raised = policy.raise.filter((rule) => holds(rule, facts));
  const gate = raised.reduce((so, rule) => raisedTo(so, policy.gates[rule.to]), asked);
  const same = canonical(gate) === canonical(asked);
  return same ? asked : { ...gate, because: raised.map((r) => r.because) };
}
