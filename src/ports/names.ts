/** What there is to choose from in a form: names of what runs, and nothing else of it. Bounded and quick; throws Fault. */

export const NAMED = ['namespaces', 'deployments', 'statefulsets', 'revisions'] as const;
export type Named = (typeof NAMED)[number];

export interface Within {
  /** Needed for everything but namespaces. */
  readonly namespace?: string;
  /** Whose revisions. */
  readonly deployment?: string;
}

export interface Name {
  readonly value: string;
  /** What else helps to choose: the image of a revision. */
  readonly more?: string;
}

export interface Names {
  find(what: Named, within: Within): Promise<readonly Name[]>;
}
