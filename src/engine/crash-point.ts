/** Named places between two durable steps where a test kills this process; in production the spec is empty and nothing happens. */

export const CRASH_POINTS = ['after-commit', 'after-claim', 'after-effect', 'after-settle'] as const;
export type CrashPoint = (typeof CRASH_POINTS)[number];

/** `key` is the effect's, where there is one. */
export type CrashPoints = (point: CrashPoint, what: string, key?: string) => void;

/**
 * `after-effect:page.trigger` dies the first time the effect kind was done and before it is settled;
 * `after-effect:run/1/3/execute/1` when exactly that effect was.
 */
export function crashPoints(spec: string | undefined): CrashPoints {
  if (!spec) return () => {};
  const [point, ...rest] = spec.split(':');
  const what = rest.join(':');
  if (!CRASH_POINTS.includes(point as CrashPoint)) throw new Error(`unknown crash point ${point}`);
  return (at, about, key) => {
    if (at === point && (!what || what === about || what === key)) process.kill(process.pid, 'SIGKILL');
  };
}
