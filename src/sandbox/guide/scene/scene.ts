/** What the guide sees of the world at one moment: only what anybody could see. */
import type { Rig } from '../../control/rig.ts';
import type { Message } from '../../slack/model/types.ts';
import { type IncidentSeen, storyIncident } from './incident-seen.ts';
import { lookAtPeople, type PeopleSeen } from './people-seen.ts';
import { type ApprovalSeen, approvalsIn, type RunSeen, runsIn } from './runs-seen.ts';
import { lookAtService, type ServiceSeen } from './service-seen.ts';
import { linesOf } from './words.ts';

/** What the world was like when the story began. */
export interface Begun {
  readonly at: number;
  readonly revision: number;
  /** Processes killed so far. */
  readonly kills: number;
}

export interface Ringing {
  readonly name: string;
  readonly email: string;
  /** `oncall:architect`: why this phone rings. */
  readonly target: string;
}

export interface Scene {
  readonly now: number;
  readonly begun: Begun;
  /** Id of the channel of all incidents. */
  readonly incidents: string;
  readonly people: PeopleSeen;
  readonly service: ServiceSeen;
  /** The story's incident: the first P1 declared since it began, or what was declared instead. */
  readonly incident: IncidentSeen | undefined;
  readonly runs: readonly RunSeen[];
  readonly approvals: readonly ApprovalSeen[];
  /** Phones that ring for the incident now. */
  readonly ringing: readonly Ringing[];
  /** Targets whose page PagerDuty took, for the incident. */
  readonly paged: readonly string[];
  /** Somebody acknowledged on a phone, just now. */
  readonly answered: boolean;
  /** Processes killed since the story began. */
  readonly kills: number;
  readonly pagerDutyDown: boolean;
  /** The first thing the bot said in the incident's channel that contains the words. */
  said(words: string): Message | undefined;
  /** What it told one person alone after this moment, in any channel, that contains all of the words. */
  toldAlone(after: number, ...words: readonly string[]): Message | undefined;
}

/** How long PagerDuty may take to tell Tocsin. Milliseconds. */
const JUST_NOW = 60_000;

const killsOf = (rig: Rig): number =>
  rig.processes().reduce((n, p) => n + p.restarts + (p.state === 'killed' ? 1 : 0), 0);

export const begin = (rig: Rig): Begun => ({
  at: rig.clock.now(),
  revision: lookAtService(rig.cluster.world).revision,
  kills: killsOf(rig),
});

const timeOf = (m: Message): number => Number(m.ts) * 1000;

export function look(rig: Rig, begun: Begun): Scene {
  const w = rig.slack.workspace;
  const now = rig.clock.now();
  const incidents = w.channel(rig.incidentsChannel).id;
  const incident = storyIncident(w, incidents, begun.at);
  const { channel } = incident ?? {};
  const calls = rig.pagerduty
    .phones()
    .flatMap(({ name, email, calls: all }) => all.map((call) => ({ name, email, call })))
    .filter(({ call }) => incident !== undefined && call.dedupKey.includes(`:INC-${incident.id}:`));
  const targetOf = (dedupKey: string) => dedupKey.split(':').slice(-2).join(':');
  const contains = (m: Message, words: string) => linesOf(m, w).some((l) => l.includes(words));
  return {
    now,
    begun,
    incidents,
    people: lookAtPeople(rig),
    service: lookAtService(rig.cluster.world),
    incident,
    runs: runsIn(w, channel),
    approvals: approvalsIn(w, channel),
    ringing: calls
      .filter(({ call }) => call.stoppedAt === undefined)
      .map(({ name, email, call }) => ({ name, email, target: targetOf(call.dedupKey) })),
    answered: calls.some(({ call }) => call.stoppedBy === 'acknowledged' && now - (call.stoppedAt ?? 0) < JUST_NOW),
    paged: [...new Set(calls.map(({ call }) => targetOf(call.dedupKey)))],
    kills: killsOf(rig) - begun.kills,
    pagerDutyDown: rig.faults.ahead('pagerduty', 'POST /v2/enqueue') !== undefined,
    said: (words) =>
      channel === undefined
        ? undefined
        : w.messages.of(channel).find((m) => m.user === w.app.botUserId && contains(m, words)),
    toldAlone: (after, ...words) =>
      w.messages.all().find((m) => m.onlyFor !== undefined && timeOf(m) >= after && words.every((x) => contains(m, x))),
  };
}
