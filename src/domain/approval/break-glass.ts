/** Breaking the glass: one person carries a plan out alone, openly, and it is looked into afterwards. Off unless it is written. */

export interface BreakGlass {
  /** Groups whose members may. */
  readonly from: readonly string[];
  /** Only in incidents of these severities; empty: of any. */
  readonly severities: readonly string[];
  /** What has to be typed, so that nobody does it by a slip. */
  readonly phrase: string;
  /** Who is told at once, besides the incident's own channels. */
  readonly tell: {
    /** Channel name without `#`. */
    readonly channel?: string;
    /** `role:security-lead`, `person:ada` */
    readonly people: readonly string[];
  };
  /** Somebody else looks into it. */
  readonly review: {
    readonly by: readonly string[];
    /** Milliseconds until they are reminded. */
    readonly within: number;
  };
}

/** That it was done, on the approval it stood in for. */
export interface BrokenGlass {
  readonly by: string;
  readonly at: number;
  readonly reason: string;
  /** Whoever asked for the change carried it out. */
  readonly requester: boolean;
  readonly reviewBy: number;
  readonly reminded: number;
  readonly reviewed?: { readonly by: string; readonly at: number };
}
