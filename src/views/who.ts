/** How people, targets and statuses are called in every message. */
import type { Person, Target } from '../domain/catalog/model.ts';
import type { PageStatus } from '../domain/incident/model.ts';
import { type Piece, person, type Text } from '../lib/text.ts';
import { isSlackUser } from './mrkdwn.ts';

export type People = readonly Person[];

/** A phone number to dial when nothing else works. */
export interface Phone {
  readonly name: string;
  readonly phone: string;
  /** Id of people.yaml, so that the numbers of those a page should have reached come first. */
  readonly person?: string;
}

/** A person id, a Slack id or an actor (`slack:U1`) as something to click; anything else stays a word. */
export function who(id: string, people: People): Piece {
  const bare = id.startsWith('slack:') ? id.slice(6) : id;
  if (isSlackUser(bare)) return person(bare);
  const known = people.find((p) => p.id === bare || (p.pagerduty !== undefined && `pagerduty:${p.pagerduty}` === id));
  if (known) return isSlackUser(known.slack) ? person(known.slack) : known.name;
  if (id === 'timer') return 'the clock';
  if (id === 'worker') return 'Tocsin';
  return id.startsWith('pagerduty:') ? 'somebody in PagerDuty' : bare;
}

/** `oncall:architect` → `on call for architect`. */
export function targetName(target: Target, people: People): string {
  const at = target.indexOf(':');
  const name = target.slice(at + 1);
  switch (target.slice(0, at)) {
    case 'oncall':
      return `on call for ${name}`;
    case 'person':
      return people.find((p) => p.id === name)?.name ?? name;
    default:
      return name.replaceAll('-', ' ');
  }
}

/** A sign and a word: the sign alone would be lost on a screen reader, the word alone at 03:00. */
export function pageStatus(status: PageStatus): string {
  switch (status) {
    case 'sending':
      return '⏳ being sent';
    case 'accepted':
      return '📨 sent, delivery not confirmed yet';
    case 'confirmed':
      return '🔔 alerting';
    case 'acknowledged':
      return '✅ acknowledged';
    case 'resolved':
      return '✅ resolved';
    case 'failed':
      return '🚨 NOT PAGED';
    case 'unreached':
      return '🚨 NOT PAGED: nobody stands behind it';
  }
}

export function severitySign(rank: number): string {
  return ['🔴', '🟠', '🟡'][rank - 1] ?? '🔵';
}

/** At most `most` numbers, those of `first` before the others. */
export function phoneLines(phones: readonly Phone[], first: readonly string[] = [], most = 6): Text[] {
  const wanted = (p: Phone) => (p.person !== undefined && first.includes(p.person) ? 0 : 1);
  return [...phones]
    .sort((a, b) => wanted(a) - wanted(b))
    .slice(0, most)
    .map((p) => ['☎️ ', p.name, '  ', { code: p.phone }]);
}
