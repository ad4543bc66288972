/** A time series as a function of time: sampled when asked, so keeping hours of them costs nothing. */

export interface Series {
  /** Including `__name__`. */
  readonly labels: Readonly<Record<string, string>>;
  /** The value a scrape at this instant (ms) finds; undefined while the series does not exist. */
  at(time: number): number | undefined;
}

export interface SeriesSource {
  /** All series with this name, or all when none is given. */
  named(name: string | undefined): readonly Series[];
}

export const SCRAPE_EVERY = 15_000;

/** The last scrape not later than `time`. */
export function lastScrape(time: number): number {
  return Math.floor(time / SCRAPE_EVERY) * SCRAPE_EVERY;
}
