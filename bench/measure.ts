/** What a measure is: given a place and a size, it yields figures as they come. */
import type { Figure } from './figure.ts';
import type { Place } from './place.ts';

export interface Size {
  /** A person wants to see something in a minute. */
  readonly quick: boolean;
  /** Each measurement is taken this often; the median counts. */
  readonly times: number;
}

export interface Measure {
  readonly name: string;
  readonly what: string;
  run(place: Place, size: Size, tell: (line: string) => void): AsyncIterable<Figure>;
}

/** Takes a measurement several times, one after the other. */
export async function repeated<T>(times: number, take: () => Promise<T>): Promise<T[]> {
  const out: T[] = [];
  for (let n = 0; n < times; n++) out.push(await take());
  return out;
}
