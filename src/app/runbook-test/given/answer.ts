/** What the outside is said to answer: once and for all, or another answer from a certain time on. */
import { z } from 'zod';
import { parseDuration } from '../../../lib/duration.ts';
import { Fault } from '../../../ports/fault.ts';
import type { Moment } from './calls.ts';

export const duration = z
  .string()
  .refine((s) => parseDuration(s) !== undefined, {
    message: 'is not a duration',
    params: { instead: 'write 30s or 5m' },
  })
  .transform((s) => parseDuration(s) ?? 0);

/** One answer, or a list of `{ after, once, is }`, in order: since that time, and once there was a call that begins so. */
export const inTime = <T extends z.ZodType>(answer: T) =>
  z.union([
    z.array(z.strictObject({ after: duration.default(0), once: z.string().min(1).optional(), is: answer })).min(1),
    answer,
  ]);

interface From<T> {
  readonly after: number;
  readonly once?: string | undefined;
  readonly is: T;
}
export type InTime<T> = T | readonly From<T>[];

/**
 * Answers by what is asked. A question without one fails like a server that is not there, and fails the test: it is kept in
 * `unanswered`.
 */
export class Answers<T> {
  readonly unanswered: string[] = [];
  /** How the file calls them. */
  readonly what: string;
  readonly #all: ReadonlyMap<string, readonly From<T>[]>;
  readonly #asked = new Set<string>();
  readonly #moment: Moment;

  constructor(what: string, all: Readonly<Record<string, InTime<T>>>, moment: Moment) {
    this.what = what;
    this.#all = new Map(Object.entries(all).map(([key, value]) => [spaced(key), list(value)]));
    this.#moment = moment;
  }

  has(question: string): boolean {
    return this.#all.has(spaced(question));
  }

  /** Faults `permanent` when nothing is given. */
  to(question: string): T {
    const key = spaced(question);
    const found = this.#all.get(key);
    this.#asked.add(key);
    const now = this.#moment.passed();
    const { calls } = this.#moment;
    const last = found?.filter((a) => a.after <= now && (a.once === undefined || calls.had(a.once))).at(-1);
    return last ? last.is : this.#without(question);
  }

  /** The question whose beginning is given: programs are asked with more words than a test cares about. */
  beginning(question: string): T {
    const whole = spaced(question);
    const fits = [...this.#all.keys()].filter((k) => whole === k || whole.startsWith(`${k} `));
    return this.to(fits.toSorted((a, b) => b.length - a.length)[0] ?? question);
  }

  #without(question: string): never {
    const known = [...this.#all.keys()].slice(0, 8).join(' · ');
    const said = `no answer is given for “${spaced(question)}”: write one under given.${this.what}${known ? `, which has ${known}` : ''}`;
    if (!this.unanswered.includes(said)) this.unanswered.push(said);
    throw new Fault('permanent', 'test.unanswered', said);
  }

  /** Questions that have an answer and were never asked. */
  get unused(): readonly string[] {
    return [...this.#all.keys()].filter((k) => !this.#asked.has(k));
  }
}

export const spaced = (s: string): string => s.replace(/\s+/g, ' ').trim();

/** An answer may be a list itself: only one whose every item says since when is one of answers in time. */
function list<T>(given: InTime<T>): readonly From<T>[] {
  const inTime =
    Array.isArray(given) &&
    given.length > 0 &&
    given.every((x) => typeof x === 'object' && x !== null && 'is' in x && 'after' in x);
  return inTime ? (given as readonly From<T>[]) : [{ after: 0, is: given as T }];
}
