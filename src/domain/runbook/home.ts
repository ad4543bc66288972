/** Where a run belongs and is told what becomes of it: an incident, a recurring task, or nothing but the channel of its card. */
import type { Ref } from '../../engine/decision.ts';

export interface Home {
  readonly incident?: number;
  readonly task?: number;
  /** Slack id of the channel where its cards go; without it, where its incident or its task says. */
  readonly channel?: string;
}

/** Only that of a run or of what starts one. */
export function homeOf({ incident, task, channel }: Home): Home {
  return {
    ...(incident === undefined ? {} : { incident }),
    ...(task === undefined ? {} : { task }),
    ...(channel === undefined ? {} : { channel }),
  };
}

/** Who is told when it begins, moves and ends. */
export function keeperOf({ incident, task }: Home): Ref | undefined {
  if (incident !== undefined) return { kind: 'incident', id: incident };
  return task === undefined ? undefined : { kind: 'task', id: task };
}

/** `INC-42`, or that it is part of none. */
export function homeName({ incident, task }: Home): string {
  if (incident !== undefined) return `INC-${incident}`;
  return task === undefined ? 'no incident' : 'scheduled';
}
