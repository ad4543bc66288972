/** Where a run belongs and is told what becomes of it: an incident, a recurring task, or nothing but the channel of its card. */
import type { Ref } from '../../engine/decision.ts';
import { given } from '../../lib/given.ts';

export interface Home {
  readonly incident?: number;
  readonly task?: number;
  /** Which time of the task it is, milliseconds since the epoch. */
  readonly due?: number;
  /** Slack id of the channel where its cards go; without it, where its incident or its task says. */
  readonly channel?: string;
}

/** Only that of a run or of what starts one. */
export const homeOf = ({ incident, task, due, channel }: Home): Home => given({ incident, task, due, channel });

/** Who is told when it begins, moves and ends; of what is only planned, nobody. */
export function keeperOf({ incident, task, preview }: Home & { readonly preview?: true }): Ref | undefined {
  if (preview) return undefined;
  if (incident !== undefined) return { kind: 'incident', id: incident };
  return task === undefined ? undefined : { kind: 'task', id: task };
}

/** `INC-42`, or that it is part of none. */
export function homeName({ incident, task }: Home): string {
  if (incident !== undefined) return `INC-${incident}`;
  return task === undefined ? 'no incident' : 'scheduled';
}
