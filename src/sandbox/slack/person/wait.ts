/** Waiting for something to be there: looks now and after each change, and says what it saw when time is up. */

export interface WaitOptions {
  /** Real milliseconds. @default 5000 */
  readonly withinMs?: number;
}

export function until<T>(
  look: () => T | undefined,
  watch: (again: () => void) => () => void,
  whatWasSeen: () => string,
  { withinMs = 30_000 }: WaitOptions = {},
): Promise<T> {
  const now = look();
  if (now !== undefined) return Promise.resolve(now);
  return new Promise((found, missed) => {
    const stop = watch(() => {
      const seen = look();
      if (seen === undefined) return;
      clearTimeout(timer);
      stop();
      found(seen);
    });
    const timer = setTimeout(() => {
      stop();
      missed(new Error(`Nothing matched within ${withinMs} ms. Seen:\n${whatWasSeen() || '(nothing)'}`));
    }, withinMs);
  });
}
