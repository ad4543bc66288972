/** Asks for one exchange in full: the live list carries no bodies. */
import type { ApiProblem } from '../../control/acts.ts';
import type { TrafficDetail } from '../../control/wire.ts';
import { problem } from '../state/ask.ts';

export async function askTraffic(n: number): Promise<TrafficDetail | undefined> {
  try {
    const res = await fetch(`/api/traffic/${n}`);
    const answer = (await res.json()) as TrafficDetail | ApiProblem;
    if (!('error' in answer)) return answer;
    problem.value = answer.error.message;
  } catch {
    problem.value = 'The request could not be fetched. Does `npm run sandbox` still run?';
  }
  return undefined;
}
