/** What an HTTP status means for trying again. One table; vendors only add their own texts. */
import { Fault, type FaultKind } from '../../ports/fault.ts';
import { retryAfter } from './retry-after.ts';
import type { CallEffect, Target } from './target.ts';

export interface Refused {
  readonly status: number;
  /** What the server said, for people. */
  readonly message: string;
  readonly retryAfter?: string | null | undefined;
  readonly date?: string | null | undefined;
}

export function statusFault(plan: Target, answer: Refused): Fault {
  const code = `${plan.vendor}.${answer.status}`;
  const message = `${plan.label ?? plan.vendor} answered ${answer.status}: ${short(answer.message) || 'no explanation'}`;
  if (answer.status === 429) {
    return new Fault('retry', code, message, { retryAfter: retryAfter(answer.retryAfter, answer.date) });
  }
  const asked = answer.retryAfter ? { retryAfter: retryAfter(answer.retryAfter, answer.date) } : {};
  return new Fault(kindOf(answer.status, plan.effect), code, message, asked);
}

function kindOf(status: number, effect: CallEffect): FaultKind {
  // 408 and 5xx, and a success that is not the promised one: somebody may have acted on it.
  if (status === 408 || status >= 500 || (status >= 200 && status < 300))
    return effect === 'read' ? 'retry' : 'unknown';
  // Redirects and refusals: what was asked was not done, and asking the same again gives the same.
  return 'permanent';
}

/** One readable line out of whatever a server or a proxy sent. */
export function short(text: string, most = 300): string {
  // Cut first: the patterns below must not walk through megabytes of a proxy's error page.
  const line = text
    .slice(0, 8_000)
    .replace(/<(style|script)[\s\S]{0,8000}?<\/\1>|<[^>]{0,1000}>/gi, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .toWellFormed();
  return line.length > most ? `${line.slice(0, most).toWellFormed()}…` : line;
}
