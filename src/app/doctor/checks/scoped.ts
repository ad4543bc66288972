/** A question to Slack that another check already answers for: a scope that is missing is told once. */
import { Fault } from '../../../ports/fault.ts';
import { CannotTell } from '../finding.ts';

export async function scoped<T>(ask: Promise<T>): Promise<T> {
  try {
    return await ask;
  } catch (e) {
    if (e instanceof Fault && e.code === 'slack.missing_scope') {
      throw new CannotTell('a scope is missing for it: see slack.scopes');
    }
    throw e;
  }
}
