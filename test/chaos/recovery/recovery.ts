/** How long people and pages wait after something broke: real time, from outside. The goals are those of spec/reliability.md §4.1. */
import type { Client } from '../client.ts';
import type { Backend } from '../lane.ts';
import { alerts } from '../scenarios/scenario.ts';
import type { World } from '../world.ts';

export interface Recovery {
  /** As the specification counts them: `G-3`. */
  readonly goal: string;
  /** What broke, and what is waited for. */
  readonly name: string;
  /** Milliseconds, at most. */
  readonly within: number;
  /** Where it can happen. @default both */
  readonly on?: Backend;
  /** Breaks it once. Milliseconds until it was as if nothing had happened. */
  play(w: World, people: Client): Promise<number>;
}

const LOOK = 5;
const PATIENCE = 60_000;

/** Polls, and moves no clock: what is waited for here is waited for by people. */
export async function waited<T>(what: string, look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const began = Date.now();
  for (;;) {
    const found = await Promise.resolve(look()).catch(() => undefined);
    if (found !== undefined) return found;
    if (Date.now() - began > PATIENCE) throw new Error(`waited ${PATIENCE} ms for ${what}`);
    await new Promise((r) => setTimeout(r, LOOK));
  }
}

/** Resolves once each of the targets has its alert at PagerDuty. */
export const rung = (w: World, incident: number, targets: readonly string[]) =>
  waited(`pages of ${targets.join(', ')}`, () => {
    const there = alerts(w, incident).map((a) => a.dedupKey.split(':g1:')[1]);
    return targets.every((t) => there.includes(t)) || undefined;
  });
