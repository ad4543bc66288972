/** World time as people read it. */

/** Where everybody in the sandbox lives: three o'clock at night is the same hour for the guide and for whoever plays it. */
export const zone = 'UTC';

/** Milliseconds since the epoch of a Slack timestamp. */
export const tsMs = (ts: string): number => Number(ts) * 1000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Formatters are dear to make, and a long channel asks for thousands. */
function format(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = timeZone + JSON.stringify(options);
  const known = formats.get(key) ?? new Intl.DateTimeFormat('en-GB', { timeZone, ...options });
  formats.set(key, known);
  return known;
}

/** `2026-03-05`: equal for two times of one day. */
export const dayKey = (ms: number, timeZone: string): string =>
  format(timeZone, { year: 'numeric', month: '2-digit', day: '2-digit' }).format(ms).split('/').reverse().join('-');

/** `14:03`. */
export const timeWords = (ms: number, timeZone: string): string =>
  format(timeZone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(ms);

/** `Thursday 5 March 2026 at 14:03:21`. */
export const fullWords = (ms: number, timeZone: string): string =>
  format(timeZone, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(ms);

const DAY = 86_400_000;

/** `Today`, `Yesterday`, `Thursday 5 March`; with the year when it is another one. */
export function dayWords(ms: number, now: number, timeZone: string): string {
  const key = dayKey(ms, timeZone);
  if (key === dayKey(now, timeZone)) return 'Today';
  if (key === dayKey(now - DAY, timeZone)) return 'Yesterday';
  const sameYear = key.slice(0, 4) === dayKey(now, timeZone).slice(0, 4);
  return format(timeZone, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(ms);
}

/** How long ago something was, for a reply count: `just now`, `4 minutes ago`, `yesterday`. */
export function agoWords(ms: number, now: number): string {
  const minutes = Math.floor(Math.max(0, now - ms) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return minutes === 1 ? 'a minute ago' : `${minutes} minutes ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return hours === 1 ? 'an hour ago' : `${hours} hours ago`;
  const days = Math.floor(hours / 24);
  return days === 1 ? 'a day ago' : `${days} days ago`;
}
