/** What every step effect needs: the ports, how secrets are hidden, and a deadline around whatever a kind does. */
import type { StepPorts } from '../domain/runbook/step-kind.ts';
import type { Redactor } from '../lib/redact.ts';
import { createRedactor } from '../lib/redact.ts';
import { Fault } from '../ports/fault.ts';

/** The ports in this name of the cluster; without one, in Tocsin's own. */
export type PortsFor = (as: string | undefined) => StepPorts;

/** Without the deployment's own secrets it still knows what tokens look like. */
export const SHAPES_ONLY: Redactor = createRedactor([]);

/** Looks that only read are not tried for ever: people wait for them. */
export const MOST_LOOKS = 3;

/** A Fault when `ms` pass or the worker must let go. What was begun may still happen: `kind` says what that means. */
export async function within<T>(
  ms: number,
  signal: AbortSignal,
  kind: 'retry' | 'unknown',
  work: () => Promise<T>,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Fault(kind, 'step.timeout', `no result within ${ms / 1000} s`)), ms);
    onAbort = () => reject(new Fault(kind, 'step.let-go', 'the worker had to let go of it'));
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
    if (onAbort) signal.removeEventListener('abort', onAbort);
  }
}
