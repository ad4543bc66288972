/** Lengths of world time and world times with seconds, in as few signs as they need. */
import { dayKey } from '../state/world-time.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const two = (n: number): string => String(n).padStart(2, '0');

/** A length one watches running: `0:07`, `4:12`, `1:02:03`. Rounded up, so that 0:00 means now. */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / SECOND));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** An age as kubectl prints it: `42s`, `7m`, `3h`, `2d`. */
export function age(ms: number): string {
  const past = Math.max(0, ms);
  if (past < 2 * MINUTE) return `${Math.floor(past / SECOND)}s`;
  if (past < 2 * HOUR) return `${Math.floor(past / MINUTE)}m`;
  if (past < 2 * DAY) return `${Math.floor(past / HOUR)}h`;
  return `${Math.floor(past / DAY)}d`;
}

/** A length in words: `45 seconds`, `1 minute`, `4 min 12 s`, `1 h 5 min`. */
export function lengthWords(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / SECOND));
  if (seconds < 60) return seconds === 1 ? '1 second' : `${seconds} seconds`;
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  if (h > 0) return m > 0 ? `${h} h ${m} min` : h === 1 ? '1 hour' : `${h} hours`;
  if (s > 0) return `${m} min ${s} s`;
  return m === 1 ? '1 minute' : `${m} minutes`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = timeZone + JSON.stringify(options);
  const known = formats.get(key) ?? new Intl.DateTimeFormat('en-GB', { timeZone, ...options });
  formats.set(key, known);
  return known;
}

/** `09:14:22`. */
export const secondsTime = (ms: number, timeZone: string): string =>
  formatter(timeZone, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(ms);

/** `Saturday`. */
export const weekday = (ms: number, timeZone: string): string => formatter(timeZone, { weekday: 'long' }).format(ms);

/** `21 Nov 2026`. */
export const shortDate = (ms: number, timeZone: string): string =>
  formatter(timeZone, { day: 'numeric', month: 'short', year: 'numeric' }).format(ms);

/** `09:14:22`, and the day before it when that is not today. */
export function timeOrDay(ms: number, now: number, timeZone: string): string {
  const time = secondsTime(ms, timeZone);
  if (dayKey(ms, timeZone) === dayKey(now, timeZone)) return time;
  return `${formatter(timeZone, { day: 'numeric', month: 'short' }).format(ms)}, ${time}`;
}
