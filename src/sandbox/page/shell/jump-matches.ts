/** Where a quick jump can lead: channels to open and people to become, the best match for what was typed first. */
import type { WorkspaceSection } from '../../control/wire.ts';

export interface Jump {
  readonly kind: 'channel' | 'person';
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  readonly unread: number;
}

const MOST = 12;

export function jumps(typed: string, ws: WorkspaceSection, me: string): Jump[] {
  const asked = typed.trim().toLowerCase();
  const sign = asked[0] === '#' || asked[0] === '@' ? asked[0] : '';
  const word = sign ? asked.slice(1) : asked;
  const channels = ws.channels
    .filter((c) => !c.archived && sign !== '@' && (sign === '' || c.kind !== 'im'))
    .map((c): Jump => {
      const label = channelLabel(c, ws, me);
      return { kind: 'channel', id: c.id, label, detail: c.topic || c.purpose, unread: c.unread };
    });
  const people = ws.people
    .filter((p) => p.cast && p.id !== me && sign !== '#')
    .map((p): Jump => ({ kind: 'person', id: p.id, label: p.realName, detail: p.cast?.title ?? '', unread: 0 }));
  return [...channels, ...people]
    .map((jump) => ({ jump, rank: rank(jump, word) }))
    .filter(({ rank }) => rank < NO_MATCH)
    .sort((a, b) => a.rank - b.rank || b.jump.unread - a.jump.unread)
    .slice(0, MOST)
    .map(({ jump }) => jump);
}

/** `#incidents`; a direct message has the name of the other one. */
export function channelLabel(
  c: { readonly name: string; readonly kind: string; readonly members: readonly string[] },
  ws: WorkspaceSection,
  me: string,
): string {
  if (c.kind !== 'im') return `#${c.name}`;
  const other = c.members.find((m) => m !== me) ?? ws.botUser;
  return ws.people.find((p) => p.id === other)?.realName ?? c.name;
}

const NO_MATCH = 9;

function rank(jump: Jump, word: string): number {
  const label = jump.label.toLowerCase().replace(/^#/, '');
  if (label.startsWith(word)) return 0;
  if (label.split(/[\s_-]+/).some((w) => w.startsWith(word))) return 1;
  if (label.includes(word)) return 2;
  return jump.detail.toLowerCase().includes(word) ? 3 : NO_MATCH;
}
