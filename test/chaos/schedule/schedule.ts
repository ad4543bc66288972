/** What a seed decides: rounds of things people do at the same time, things that break meanwhile, and time that passes. */
import type { FaultName } from '../sweep.ts';
import type { BoundaryKind, Party } from '../wire/boundaries.ts';

/** `incident` counts the incidents of the schedule, from 0. */
export type Act =
  | {
      readonly do: 'declare';
      readonly incident: number;
      readonly by: string;
      readonly severity: string;
      readonly title: string;
    }
  | {
      readonly do: 'command';
      readonly incident: number;
      readonly by: string;
      readonly text: string;
      readonly once?: true;
    }
  | {
      readonly do: 'phone';
      readonly incident: number;
      readonly target: string;
      readonly presses: 'acknowledge' | 'resolve';
    }
  | { readonly do: 'run'; readonly incident: number; readonly by: string }
  | { readonly do: 'choose'; readonly incident: number; readonly by: string; readonly option: string }
  | { readonly do: 'approve'; readonly incident: number; readonly by: string; readonly button: 'Approve' | 'Reject' };

export type Trouble =
  /** At the n-th boundary of its kind in this round. */
  | {
      readonly kind: 'boundary';
      readonly party: Party;
      readonly of: BoundaryKind;
      readonly n: number;
      readonly fault: FaultName;
    }
  | {
      readonly kind: 'process';
      readonly name: string;
      readonly signal: 'SIGKILL' | 'SIGTERM' | 'SIGSTOP';
      readonly skewMs: number;
    }
  | { readonly kind: 'postgres'; readonly what: 'kill' | 'freeze' | 'cut' | 'terminate'; readonly ms: number }
  | { readonly kind: 'redis'; readonly what: 'kill' | 'freeze' | 'flush' | 'evict'; readonly ms: number }
  | { readonly kind: 'queue'; readonly what: 'empty' | 'ghosts' }
  | {
      readonly kind: 'vendor';
      readonly server: 'slack' | 'pagerduty' | 'kubernetes' | 'prometheus';
      readonly what: 'error' | 'limit' | 'hang' | 'reset' | 'lost' | 'slow';
      readonly times: number;
    }
  | { readonly kind: 'ingress'; readonly what: 'double' | 'late' | 'webhooks-twice' | 'webhooks-reversed' }
  /** Somebody else scales the deployment. */
  | { readonly kind: 'cluster'; readonly replicas: number };

export interface Round {
  readonly acts: readonly Act[];
  readonly troubles: readonly Trouble[];
  /** Time that passes afterwards, milliseconds. */
  readonly then: number;
}

export interface Schedule {
  readonly seed: number;
  readonly rounds: readonly Round[];
}

/** As a person reads it. */
export function tellSchedule(s: Schedule): string {
  const act = (a: Act) =>
    a.do === 'declare'
      ? `${a.by} declares ${a.severity} #${a.incident}`
      : a.do === 'command'
        ? `${a.by}: ${a.text} #${a.incident}`
        : `${'by' in a ? a.by : a.target} ${a.do} ${'option' in a ? a.option : 'button' in a ? a.button : 'presses' in a ? a.presses : ''} #${a.incident}`;
  return s.rounds
    .map((r, n) => {
      const troubles = r.troubles.map((t) => JSON.stringify(t)).join(' ');
      return `${n + 1}. ${r.acts.map(act).join('; ')}${troubles ? ` ⚡ ${troubles}` : ''}, then ${r.then / 1000} s`;
    })
    .join('\n');
}
