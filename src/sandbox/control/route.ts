/** What a route of the control API is: an address, what it is for, what it takes and answers, and an example that works. */
import type { z } from 'zod';
import type { Session } from './session.ts';
import type { Worlds } from './worlds.ts';

export interface Call {
  readonly worlds: Worlds;
  /** The world; a refusal while there is none. */
  session(): Session;
  /** Only what the route names, all of it text. */
  readonly query: ReadonlyMap<string, string>;
  /** The part of the path after the last slash, where the route has one of those. */
  readonly id: string;
}

export interface Example {
  /** What it does, as the first words of a sentence. */
  readonly says: string;
  readonly body: object;
}

interface Described {
  readonly path: string;
  readonly summary: string;
  /** What is answered, with the name of its type in `wire.ts` or `acts.ts`. */
  readonly answer: string;
}

export interface ReadRoute extends Described {
  readonly method: 'GET';
  readonly query: Readonly<Record<string, string>>;
  answerTo(call: Call): unknown;
}

export interface ChangeRoute extends Described {
  readonly method: 'POST';
  readonly body: z.ZodType;
  readonly examples: readonly Example[];
  answerTo(call: Call, body: unknown): unknown;
}

export type Route = ReadRoute | ChangeRoute;

export function reads(
  path: string,
  r: Omit<ReadRoute, 'method' | 'path' | 'query'> & { readonly query?: ReadRoute['query'] },
): ReadRoute {
  return { method: 'GET', path, query: {}, ...r };
}

/** Nothing but what the schema lets through reaches `run`. */
export function changes<T>(
  path: string,
  body: z.ZodType<T>,
  r: Omit<ChangeRoute, 'method' | 'path' | 'body' | 'answerTo'> & { run(call: Call, body: T): unknown },
): ChangeRoute {
  return { method: 'POST', path, body, ...r, answerTo: (call, given) => r.run(call, body.parse(given)) };
}
