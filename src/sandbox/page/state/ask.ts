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

/** An answer, or why there is none. */
export type Asked<T> = { readonly ok: true; readonly answer: T } | { readonly ok: false; readonly why: string };

const SILENT = 'The sandbox does not answer. Does “npm run sandbox” still run?';

const json = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

async function ask<T>(path: string, how: RequestInit = {}): Promise<Asked<T>> {
  try {
    const res = await fetch(path, how);
    const answer = (await res.json()) as T | ApiProblem;
    return res.ok ? { ok: true, answer: answer as T } : { ok: false, why: (answer as ApiProblem).error.message };
  } catch {
    return { ok: false, why: SILENT };
  }
}

function orShown<T>(asked: Asked<T>): T | undefined {
  if (asked.ok) return asked.answer;
  problem.value = asked.why;
  return undefined;
}

const post = async <T>(path: string, body: object): Promise<T | undefined> => orShown(await ask<T>(path, json(body)));

type Doing<T> = T extends unknown ? Omit<T, 'as'> : never;

/** Does something in Slack as the person one is. Undefined when it was refused; the reason is shown. */
export const act = (what: Doing<Act>): Promise<ActAnswer | undefined> => post('/api/act', { as: me.value, ...what });
/** The same for whoever shows the refusal himself, where it happened. */
export const tryAct = (what: Doing<Act>): Promise<Asked<ActAnswer>> => ask('/api/act', json({ as: me.value, ...what }));
export const actPhone = (what: PhoneAct) => post<object>('/api/phones', what);
export const actClock = (what: ClockAct) => post<object>('/api/clock', what);
export const actWorld = (what: WorldAct) => post<object>('/api/world', what);
export const actFault = (what: FaultAct) => post<object>('/api/faults', what);
export const actGuide = (what: GuideAct) => post<object>('/api/guide', what);
export const reset = () => post<object>('/api/reset', {});
