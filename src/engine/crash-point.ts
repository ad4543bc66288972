/** Named places between two durable steps where a test kills this process; in production the spec is empty and nothing happens. */

export const CRASH_POINTS = ['after-commit', 'after-claim', 'after-effect', 'after-settle'] as const;
export type CrashPoint = (typeof CRASH_POINTS)[number];

export type CrashPoints = (point: CrashPoint, what: string) => void;

/** `after-effect:page.trigger` dies the first time the effect kind was done and before it is settled. */
export function crashPoints(spec: string | undefined): CrashPoints {
  if (!spec) return () => {};
  const [point, what] = spec.split(':');
  if (!CRASH_POINTS.includes(point as CrashPoint)) throw new Error(`unknown crash point ${point}`);
  return (at, about) => {
    if (at === point && (!what || what === about)) process.kill(process.pid, 'SIGKILL');
  };
}
