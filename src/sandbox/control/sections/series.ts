/** The error rate as monitoring recorded it, so that a jump of the clock leaves no hole in the chart. */
import type { Session } from '../session.ts';
import type { SeriesSection } from '../wire.ts';

export const SERIES_KEPT = 3_600_000;
const FINEST = 1_000;
const COARSEST = 15_000;

/** Up to twenty points over a stretch, at least a second and at most a quarter of a minute apart. */
export function pointsBetween({ rig }: Session, from: number, to: number): SeriesSection['points'] {
  const step = Math.min(COARSEST, Math.max(FINEST, Math.round((to - from) / 20 / FINEST) * FINEST));
  const points: (readonly [number, number])[] = [];
  for (let at = from + step; at <= to; at += step) {
    const share = rig.cluster.failing(at - step, at);
    points.push([at, Math.round((share ?? 0) * 10_000) / 10_000]);
  }
  return points;
}

/** Only adds: each call gives what came since the one before. */
export class SeriesNews {
  #last: number | undefined;

  next(session: Session): SeriesSection | undefined {
    const now = session.rig.clock.now();
    const reset = this.#last === undefined;
    const points = pointsBetween(session, Math.max(this.#last ?? 0, now - SERIES_KEPT), now);
    this.#last = points.at(-1)?.[0] ?? this.#last ?? now;
    return reset || points.length > 0 ? { reset, points } : undefined;
  }
}
