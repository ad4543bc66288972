/** The Fault a call ended with; anything else fails the test. */
import { Fault } from '../../../src/ports/fault.ts';

export async function faultOf(work: Promise<unknown>): Promise<Fault> {
  const ended = await work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ('error' in ended && ended.error instanceof Fault) return ended.error;
  throw new Error(
    `expected a Fault, got ${JSON.stringify(ended)}`,
    'error' in ended ? { cause: ended.error } : undefined,
  );
}
