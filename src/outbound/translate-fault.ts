/** A port's Fault as what the worker should do about it: try again, give up, or admit not knowing. */
import type { Claimed, Outcome } from '../engine/effect.ts';
import { Fault } from '../ports/fault.ts';

export function translateFault(effect: Pick<Claimed, 'class'>, fault: Fault): Outcome {
  const reason = `${fault.code}: ${fault.message}`;
  switch (fault.kind) {
    case 'retry':
      return { kind: 'again', reason, ...(fault.retryAfter === undefined ? {} : { after: fault.retryAfter }) };
    case 'permanent':
      return { kind: 'failed', reason };
    case 'unknown':
      if (effect.class === 'once') return { kind: 'unknown', reason };
      return {
        kind: 'again',
        reason,
        doubt: true,
        ...(fault.retryAfter === undefined ? {} : { after: fault.retryAfter }),
      };
  }
}

/** Faults become outcomes; anything else thrown is a bug and goes on. */
export async function attempt(effect: Pick<Claimed, 'class'>, work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Fault) return translateFault(effect, error);
    throw error;
  }
}
