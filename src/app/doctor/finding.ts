/** What a check comes to: a verdict, always with what was found, and with what to do about it when it is not well. */

export const SECTIONS = [
  'Configuration',
  'Workflows',
  'Slack',
  'PagerDuty',
  'Kubernetes',
  'Prometheus',
  'Programs',
  'Targets',
  'Health checks',
  'Database',
  'Queue',
  'Clocks',
] as const;
export type Section = (typeof SECTIONS)[number];

export type Verdict =
  | { readonly status: 'ok' | 'skipped'; readonly found: string }
  | { readonly status: 'warning' | 'problem'; readonly found: string; readonly remedy: string };
export type Status = Verdict['status'];

export type Finding = Verdict & { readonly id: string; readonly section: Section; readonly title: string };

export const ok = (found: string): Verdict => ({ status: 'ok', found });
/** Nothing is known; `why` says what it would take. */
export const skipped = (why: string): Verdict => ({ status: 'skipped', found: why });
/** It works, and not as well as it should. */
export const warning = (found: string, remedy: string): Verdict => ({ status: 'warning', found, remedy });
/** Something will fail. */
export const problem = (found: string, remedy: string): Verdict => ({ status: 'problem', found, remedy });

/** A check cannot tell, because of something that is not its own to judge. */
export class CannotTell extends Error {
  override readonly name = 'CannotTell';
}
