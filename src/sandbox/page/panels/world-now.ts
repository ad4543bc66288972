/** World time as a signal that moves while somebody looks at it. */
import { computed, signal } from '@preact/signals';
import { clockHeardAt, connected, section } from '../state/live.ts';
import { zone } from '../state/world-time.ts';
import { reckon, steadied } from './clock-reckoning.ts';
import { secondsTime, timeOrDay } from './span-words.ts';

const TICK_MS = 200;
let ticking: ReturnType<typeof setInterval> | undefined;

const wall = signal(Date.now(), {
  watched() {
    this.value = Date.now();
    ticking = setInterval(() => {
      this.value = Date.now();
    }, TICK_MS);
  },
  unwatched() {
    clearInterval(ticking);
  },
});

let shown = 0;

/** Milliseconds since the epoch; 0 until the clock was heard. */
export const worldNow = computed(() => {
  const clock = section('clock').value;
  if (!clock) return 0;
  const reckoned = reckon({ clock, at: clockHeardAt.value, connected: connected.value }, wall.value);
  shown = steadied(shown, reckoned, clock.speed);
  return shown;
});

/** The same, changing once a second: for what does not need to be drawn more often. */
export const worldSecond = computed(() => Math.floor(worldNow.value / 1_000) * 1_000);

export const timeHere = (ms: number): string => secondsTime(ms, zone);
export const timeOrDayHere = (ms: number): string => timeOrDay(ms, worldSecond.value, zone);
