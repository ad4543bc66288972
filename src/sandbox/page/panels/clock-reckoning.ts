/** What time it is in the world between two words of the server. */
import type { ClockSection } from '../../control/wire.ts';

export interface Heard {
  readonly clock: Pick<ClockSection, 'now' | 'speed' | 'jumping'>;
  /** This machine's time when it was heard. */
  readonly at: number;
  readonly connected: boolean;
}

/** The server speaks at least every ten seconds: one that is silent for longer is not running any more, whatever it last said. */
const SILENCE = 12_000;

/** World time at `wall`. It stands while the server is not heard, and while a jump decides what time it will be. */
export function reckon({ clock, at, connected }: Heard, wall: number): number {
  if (!connected || clock.jumping) return clock.now;
  return clock.now + Math.min(SILENCE, Math.max(0, wall - at)) * clock.speed;
}

/** How far the page may have run ahead of the server, in real milliseconds, and still wait instead of stepping back. */
const MOMENT = 2_000;

/** What to show after `shown`: never a small step back, because a second must not be told twice; a large one is a new world. */
export function steadied(shown: number, reckoned: number, speed: number): number {
  const ahead = shown - reckoned;
  return ahead > 0 && ahead <= MOMENT * Math.max(1, speed) ? shown : reckoned;
}

/** How much of a jump is behind, 0 to 1. */
export function jumped(from: number, to: number, now: number): number {
  if (to <= from) return 1;
  return Math.min(1, Math.max(0, (now - from) / (to - from)));
}

/** A typed number of minutes as milliseconds; undefined when it is none, or no time one would want to jump. */
export function typedMinutes(text: string): number | undefined {
  const minutes = Number(text.trim().replace(',', '.'));
  if (text.trim() === '' || !Number.isFinite(minutes) || minutes <= 0 || minutes > MOST_MINUTES) return undefined;
  return Math.round(minutes * 60_000);
}

/** A day. */
export const MOST_MINUTES = 1_440;
