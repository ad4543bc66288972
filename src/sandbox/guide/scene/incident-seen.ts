/** An incident as its cards in Slack tell it. */
import type { Message } from '../../slack/model/types.ts';
import type { Workspace } from '../../slack/model/workspace.ts';
import { linesOf } from './words.ts';

export interface IncidentSeen {
  readonly id: number;
  /** `P1 Critical`. */
  readonly severity: string;
  /** As bad as stories need it. */
  readonly worst: boolean;
  /** Its card in the channel of all incidents. */
  readonly announced: Message;
  /** The incident's own channel, by id, once it is open. */
  readonly channel?: string;
  /** The card in there, once it is posted. */
  readonly card?: Message;
  readonly resolved: boolean;
  /** Slack id of who holds it. */
  readonly owner?: string;
  /** World time, milliseconds since the epoch. */
  readonly declaredAt: number;
}

const WORST = 'P1';
const HEAD = /^\S+ INC-(\d+) · ([^·]+) · /;

const headOf = (m: Message, w: Workspace): RegExpExecArray | null =>
  m.onlyFor === undefined && m.user === w.app.botUserId ? HEAD.exec(linesOf(m, w)[0] ?? '') : null;

const isRoot = (m: Message): boolean => m.threadTs === undefined || m.threadTs === m.ts;

function read(w: Workspace, announced: Message): IncidentSeen | undefined {
  const head = headOf(announced, w);
  if (!head) return undefined;
  const id = Number(head[1]);
  const channel = w.channels.all().find((c) => c.name.startsWith(`inc-${id}-`))?.id;
  const card = channel === undefined ? undefined : w.messages.of(channel).find((m) => isRoot(m) && headOf(m, w));
  const lines = linesOf(announced, w);
  const name = lines.map((l) => /^Owner @([\w.-]+)/.exec(l)?.[1]).find((n) => n !== undefined);
  const owner = name === undefined ? undefined : w.people.byName(name)?.id;
  const severity = head[2] ?? '';
  return {
    id,
    severity,
    worst: severity.startsWith(WORST),
    announced,
    resolved: lines.some((l) => l.startsWith('Resolved ')),
    declaredAt: Number(announced.ts) * 1000,
    ...(channel === undefined ? {} : { channel }),
    ...(card ? { card } : {}),
    ...(owner === undefined ? {} : { owner }),
  };
}

/** Of those announced after this moment the first that stories are about; else the newest, whatever it is. */
export function storyIncident(w: Workspace, incidents: string, after: number): IncidentSeen | undefined {
  const all = w.messages
    .of(incidents)
    .filter((m) => Number(m.ts) * 1000 >= after && isRoot(m))
    .flatMap((m) => read(w, m) ?? []);
  return all.find((i) => i.worst) ?? all.at(-1);
}
