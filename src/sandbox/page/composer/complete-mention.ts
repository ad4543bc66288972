/** Completion of names: people, groups and the bot after `@`, channels after `#`. */
import type { Candidate, Found, Known } from './candidate.ts';

const MOST = 8;
const NAME_BEFORE_CARET = /(?:^|[\s(])([@#][\p{L}\d._-]*)$/u;

export function mentionCandidates(before: string, known: Known): Found | undefined {
  const word = before.match(NAME_BEFORE_CARET)?.[1];
  if (word === undefined) return undefined;
  const typed = word.slice(1).toLowerCase();
  const candidates = word.startsWith('#')
    ? channelsLike(typed, known)
    : [...peopleLike(typed, known), ...groupsLike(typed, known)];
  const what = word.startsWith('#') ? 'Channels' : 'People and groups';
  return { word, candidates: candidates.slice(0, MOST), eager: true, what };
}

function peopleLike(typed: string, known: Known): Candidate[] {
  return known.people
    .filter((p) => !p.deleted && (!p.isBot || p.id === known.botUser))
    .map((p) => ({ p, rank: rankOf(typed, p.name, p.realName) }))
    .filter(({ rank }) => rank < NO_MATCH)
    .sort((a, b) => a.rank - b.rank)
    .map(({ p }): Candidate => {
      const about = p.cast?.title ?? (p.isBot ? 'App' : undefined);
      return {
        kind: 'person',
        insert: `@${p.name} `,
        label: `@${p.name}`,
        more: p.realName,
        ...(about === undefined ? {} : { about }),
      };
    });
}

function groupsLike(typed: string, known: Known): Candidate[] {
  return known.groups
    .filter((g) => g.handle.toLowerCase().startsWith(typed))
    .map((g): Candidate => {
      const more = g.users.length === 1 ? '1 person' : `${g.users.length} people`;
      return { kind: 'group', insert: `@${g.handle} `, label: `@${g.handle}`, more, about: 'Group' };
    });
}

function channelsLike(typed: string, known: Known): Candidate[] {
  return known.channels
    .filter((c) => !c.archived && (c.kind === 'public' || c.kind === 'private'))
    .map((c) => ({ c, rank: rankOf(typed, c.name, '') }))
    .filter(({ rank }) => rank < NO_MATCH)
    .sort((a, b) => a.rank - b.rank)
    .map(({ c }): Candidate => ({ kind: 'channel', insert: `#${c.name} `, label: `#${c.name}`, about: c.topic }));
}

const NO_MATCH = 9;

function rankOf(typed: string, handle: string, realName: string): number {
  const name = handle.toLowerCase();
  if (name.startsWith(typed)) return 0;
  if (
    realName
      .toLowerCase()
      .split(/\s+/)
      .some((w) => w.startsWith(typed))
  )
    return 1;
  return name.split(/[._-]/).some((w) => w.startsWith(typed)) ? 2 : NO_MATCH;
}
