/** Seconds since the epoch as the browser's date-and-time field holds them, in the reader's zone, and back. */

export function localInput(seconds: number): string {
  const at = new Date(seconds * 1000);
  if (!Number.isFinite(at.getTime())) return '';
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** Undefined when it is no such text. */
export function localSeconds(text: string): number | undefined {
  const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) ? new Date(text).getTime() : Number.NaN;
  return Number.isFinite(ms) ? Math.floor(ms / 1000) : undefined;
}
