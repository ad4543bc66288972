/** Requests to the control API. A refusal is shown, never thrown away. */
import { signal } from '@preact/signals';
import type {
  Act,
  ActAnswer,
  ApiProblem,
  ClockAct,
  FaultAct,
  GuideAct,
  PhoneAct,
  WorldAct,
} from '../../control/acts.ts';
import { me } from './address.ts';

/** What went wrong last, in words for the person; empty when it was read. */
export const problem = signal('');

async function post<T>(path: string, body: object): Promise<T | undefined> {
  try {
    const res = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer = (await res.json()) as T | ApiProblem;
    if (res.ok) return answer as T;
    problem.value = (answer as ApiProblem).error.message;
  } catch {
    problem.value = 'The sandbox does not answer. Does `npm run sandbox` still run?';
  }
  return undefined;
}

type Doing<T> = T extends unknown ? Omit<T, 'as'> : never;

/** Does something in Slack as the person one is. Undefined when it was refused; the reason is shown. */
export const act = (what: Doing<Act>): Promise<ActAnswer | undefined> => post('/api/act', { as: me.value, ...what });
export const actPhone = (what: PhoneAct) => post<object>('/api/phones', what);
export const actClock = (what: ClockAct) => post<object>('/api/clock', what);
export const actWorld = (what: WorldAct) => post<object>('/api/world', what);
export const actFault = (what: FaultAct) => post<object>('/api/faults', what);
export const actGuide = (what: GuideAct) => post<object>('/api/guide', what);
export const reset = () => post<object>('/api/reset', {});
