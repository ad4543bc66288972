/** The clock of the world, and when a page has to be told anew. */
import type { Session } from '../session.ts';
import type { ClockSection } from '../wire.ts';

/** Between two messages the page reckons for itself. */
const TOLD_AT_LEAST_EVERY = 10_000;
/** How far off its reckoning may be, in milliseconds of the world for each world second a second. */
const OFF = 600;

export function clockSection({ rig, gathered }: Session): ClockSection {
  const { next } = gathered;
  return { now: rig.clock.now(), speed: rig.speed, jumping: rig.jumping, ...(next ? { next } : {}) };
}

export class ClockNews {
  #told: { readonly section: ClockSection; readonly at: number } | undefined;

  next(session: Session): ClockSection | undefined {
    const section = clockSection(session);
    const at = Date.now();
    if (this.#told && this.#isKnown(section, at)) return undefined;
    this.#told = { section, at };
    return section;
  }

  #isKnown(section: ClockSection, at: number): boolean {
    if (!this.#told || at - this.#told.at >= TOLD_AT_LEAST_EVERY) return false;
    const { now, ...rest } = this.#told.section;
    const { now: isNow, ...isRest } = section;
    const reckoned = now + rest.speed * (at - this.#told.at);
    return (
      JSON.stringify(rest) === JSON.stringify(isRest) && Math.abs(isNow - reckoned) < OFF * Math.max(1, rest.speed)
    );
  }
}
