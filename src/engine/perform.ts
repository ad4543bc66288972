/** One claimed effect: done by its handler, and what that means for the row. */
import { backoff, MOST_ATTEMPTS, MOST_CRASHES } from './backoff.ts';
import type { Input } from './decision.ts';
import type { Claimed, EffectHandler, HandlerIo, Outcome, Result } from './effect.ts';
import type { Settlement } from './group.ts';

export interface Performed {
  readonly settlement: Settlement;
  readonly input?: Input;
}

/** A timer or a message to another aggregate: its payload is the Input, and delivering it is all there is to do. */
export const INPUT_EFFECT = 'input';

function resultInput(claim: Claimed, result: Result): Input {
  return { ...result, key: claim.key, actor: 'worker', source: 'worker' };
}

function settled(claim: Claimed, status: 'done' | 'dead' | 'unknown', result?: Result, error?: string): Performed {
  const settlement = { effect: claim, status, after: 0, doubt: claim.doubt };
  return {
    settlement: { ...settlement, ...(error ? { error } : {}) },
    ...(result ? { input: resultInput(claim, result) } : {}),
  };
}

function again(claim: Claimed, after: number, doubt: boolean, error: string): Performed {
  return { settlement: { effect: claim, status: 'ready', after, doubt, error } };
}

export async function perform(
  claim: Claimed,
  handlers: ReadonlyMap<string, EffectHandler>,
  io: HandlerIo,
  onBug: (error: unknown) => void,
): Promise<Performed> {
  const crashed = `its worker died or failed ${claim.crashes} times in it`;
  // Even telling of it failed that often: let go without a word but the row's own.
  if (claim.crashes >= 2 * MOST_CRASHES) return settled(claim, 'dead', undefined, crashed);
  if (claim.kind === INPUT_EFFECT) {
    if (claim.crashes >= MOST_CRASHES) return settled(claim, 'dead', undefined, crashed);
    const input = claim.payload as unknown as Input;
    return { settlement: settled(claim, 'done').settlement, input };
  }
  const handler = handlers.get(claim.kind);
  if (!handler)
    return again(claim, 60_000, claim.doubt, `no handler for ${claim.kind}: is this worker older than the bot?`);
  if (claim.crashes >= MOST_CRASHES) {
    return settled(claim, 'dead', handler.gaveUp(claim, 'failed', crashed), crashed);
  }
  if (claim.class === 'once' && claim.doubt) {
    const why = 'a worker died in it; nobody can know whether it happened';
    return settled(claim, 'unknown', handler.gaveUp(claim, 'unknown', why), why);
  }
  let outcome: Outcome;
  try {
    outcome = await handler.run(claim, io);
  } catch (error) {
    onBug(error);
    outcome = { kind: 'again', reason: String(error), doubt: true };
  }
  switch (outcome.kind) {
    case 'done':
      return settled(claim, 'done', outcome.result);
    case 'failed':
      return settled(claim, 'dead', outcome.result ?? handler.gaveUp(claim, 'failed', outcome.reason), outcome.reason);
    case 'unknown':
      return settled(
        claim,
        'unknown',
        outcome.result ?? handler.gaveUp(claim, 'unknown', outcome.reason),
        outcome.reason,
      );
    case 'again': {
      if (claim.priority > 0 && claim.attempts >= MOST_ATTEMPTS) {
        return settled(claim, 'dead', handler.gaveUp(claim, 'failed', outcome.reason), outcome.reason);
      }
      const after = outcome.after ?? backoff(claim.priority, claim.attempts, claim.id);
      return again(claim, after, claim.doubt || outcome.doubt === true, outcome.reason);
    }
  }
}
