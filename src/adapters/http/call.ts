/** The one way out: every call to another system has a deadline of our own, ends in a value or a Fault, and is counted. */
import { performance } from 'node:perf_hooks';
import { Fault, type FaultKind } from '../../ports/fault.ts';
import { networkFault } from './network-fault.ts';
import type { Target } from './target.ts';

export interface CallReport {
  readonly vendor: string;
  readonly operation: string;
  readonly ms: number;
  readonly outcome: 'done' | FaultKind;
  /** The Fault's code. */
  readonly code?: string;
}

export type OnCall = (report: CallReport) => void;

export interface CallPlan extends Target {
  /** For metrics and messages: `chat.postMessage`. */
  readonly operation: string;
  /** Milliseconds for everything: connecting, sending, the whole answer. */
  readonly deadline: number;
  readonly onCall?: OnCall | undefined;
  /** The vendor's own errors; undefined leaves it to what is known about networks. */
  readonly translate?: (error: unknown) => Fault | undefined;
}

/** An answer that was not awaited, or never ended. The kind of Fault says whether it may have happened. */
export function lost(plan: Target, what: string, message: string, cause?: unknown): Fault {
  return new Fault(plan.effect === 'read' ? 'retry' : 'unknown', `${plan.vendor}.${what}`, message, { cause });
}

export async function call<T>(plan: CallPlan, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const started = performance.now();
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  // Raced as well as signalled: an SDK that ignores its signal must not hold the caller.
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(
        lost(
          plan,
          'timeout',
          `${plan.label ?? plan.vendor} did not answer ${plan.operation} within ${plan.deadline} ms`,
        ),
      );
      abort.abort();
    }, plan.deadline);
  });
  const report = (outcome: CallReport['outcome'], code?: string) =>
    plan.onCall?.({
      vendor: plan.vendor,
      operation: plan.operation,
      ms: performance.now() - started,
      outcome,
      ...(code === undefined ? {} : { code }),
    });
  try {
    const value = await Promise.race([work(abort.signal), late]);
    report('done');
    return value;
  } catch (error) {
    const fault = toFault(plan, error);
    report(fault.kind, fault.code);
    throw fault;
  } finally {
    clearTimeout(timer);
  }
}

function toFault(plan: CallPlan, error: unknown): Fault {
  if (error instanceof Fault) return error;
  const known = plan.translate?.(error) ?? networkFault(plan, error);
  if (known) return known;
  // Something answered, but not with what the protocol promises.
  return lost(
    plan,
    'bad-answer',
    `${plan.label ?? plan.vendor} gave an answer to ${plan.operation} that could not be read`,
    error,
  );
}
