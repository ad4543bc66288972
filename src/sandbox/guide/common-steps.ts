/** Steps that more than one story has: declaring, asking for a rollback, resolving. */
import type { Pointer } from '../control/wire.ts';
import { current, nextMove, onButton, onComposer, WAIT } from './moves.ts';
import { MINUTE, until } from './offers.ts';
import type { PeopleSeen } from './scene/people-seen.ts';
import type { Scene } from './scene/scene.ts';
import type { Step } from './story.ts';

const DECLARE = '/incident declare p1 API down';
/** Within two minutes of another declaration Tocsin asks to join that one. */
const TOO_SOON = 'less than two minutes ago';

const isWorst = (s: Scene): boolean => s.incident?.worst === true;

/** The fault's name. */
export const PAGERDUTY_DOWN = 'pagerduty-down';

/** `Grace, Mona and Erin`. */
export function named(names: readonly string[]): string {
  const [last = 'nobody', ...others] = names.toReversed();
  return others.length > 0 ? `${others.toReversed().join(', ')} and ${last}` : last;
}

export const firstNames = (people: readonly { readonly name: string }[]): string =>
  named(people.map((p) => p.name.split(' ')[0] ?? p.name));

export const declares = (o: {
  readonly who: (p: PeopleSeen) => string;
  readonly say: (s: Scene) => string;
  readonly happened: (s: Scene) => string;
}): Step => ({
  title: 'Pull the alarm',
  landmark: true,
  say(s) {
    if (isWorst(s)) return calling(s).say;
    if (s.incident) return `INC-${s.incident.id} is a ${s.incident.severity}. This story needs a P1: say so.`;
    if (tooSoon(s)) return 'Another incident was declared a moment ago. Say --separate to have one of its own.';
    return o.say(s);
  },
  point(s) {
    if (isWorst(s)) return calling(s).point;
    // Who declared may not be one who may change the severity.
    if (s.incident) return onComposer(s, s.people.asker, '/incident severity p1');
    const text = tooSoon(s) ? `${DECLARE} --separate` : DECLARE;
    return { as: o.who(s.people), channel: s.incidents, target: { kind: 'composer', text } };
  },
  // The phones belong to it: what is told of them must be seen. Level 1, and the two of level 2.
  done: (s) => isWorst(s) && s.paged.length > 2,
  happened: o.happened,
});

/** Phones ring at once, unless something is in the way. Milliseconds. */
const AT_ONCE = 10_000;

function calling(s: Scene): { readonly say: string; readonly point: Pointer } {
  if (s.pagerDutyDown) {
    const say = 'PagerDuty is down, so no phone rings. This story needs it: switch “PagerDuty is down” off.';
    return { say, point: { target: { kind: 'fault', id: PAGERDUTY_DOWN } } };
  }
  const declared = s.incident?.declaredAt ?? s.now;
  if (s.now - declared < AT_ONCE) return { say: 'Tocsin is calling people.', point: WAIT };
  const say = 'PagerDuty did not take the calls so far. Tocsin tries again by itself: let a minute pass.';
  return { say, point: until(s.now, s.now + MINUTE) };
}

const tooSoon = (s: Scene): boolean => s.toldAlone(s.begun.at, TOO_SOON) !== undefined;

export const asksForRollback: readonly Step[] = [
  {
    title: 'Start the runbook',
    landmark: true,
    say: (s) => nextMove(s).say,
    point: (s) => nextMove(s).point,
    done: (s) => s.runs.length > 0,
    happened: (s) =>
      `${current(s).run?.name ?? 'The runbook'} looks by itself: pods, events, logs. Looking changes nothing, so nobody has to allow it. Everybody in the channel sees the same facts.`,
  },
  {
    title: 'Choose the rollback',
    landmark: true,
    say: (s) => nextMove(s).say,
    point: (s) => nextMove(s).point,
    done: (s) => s.approvals.some((a) => a.rollback),
    happened: (s) =>
      `Nothing has changed yet. Tocsin read the deployment, let the cluster check the change in a dry run, and wrote down what exactly it would do: that is the plan ${current(s).approval?.digest ?? ''} on the new card.`,
  },
];

export const approves = (o: { readonly say: (s: Scene) => string; readonly happened: (s: Scene) => string }): Step => ({
  title: 'A second person approves',
  landmark: true,
  say(s) {
    const move = nextMove(s);
    return move.kind === 'approve' ? `${o.say(s)} ${move.say}` : move.say;
  },
  point: (s) => nextMove(s).point,
  done: (s) => s.approvals.some((a) => a.rollback && a.status === 'approved'),
  happened: o.happened,
});

export const resolves = (o: {
  readonly who: (p: PeopleSeen) => string;
  readonly summary: string;
  readonly happened: (s: Scene) => string;
}): Step => ({
  title: 'It is over',
  landmark: true,
  say: (s) =>
    `The service is well. As ${s.people.first(o.who(s.people))}, resolve the incident, with a few words on what it was.`,
  point: (s) => onComposer(s, o.who(s.people), `/incident resolve ${o.summary}`),
  done: (s) => s.incident?.resolved === true,
  happened: o.happened,
});

export const updates = (o: {
  readonly who: (p: PeopleSeen) => string;
  readonly text: string;
  readonly say: (s: Scene) => string;
  readonly happened: (s: Scene) => string;
}): Step => ({
  title: 'Tell people',
  say: o.say,
  point: (s) => onComposer(s, o.who(s.people), `/incident update ${o.text}`),
  done: (s) => s.said('Update by ') !== undefined,
  happened: o.happened,
});

export const readsTimeline: Step = {
  title: 'Read what happened',
  say: () => 'Every incident keeps its own record. Press Timeline on the card.',
  point: (s) => (s.incident ? onButton(s.people.asker, s.incident.card ?? s.incident.announced, 'Timeline') : WAIT),
  // One that was read before does not count: it does not end with the end.
  done: ({ incident, toldAlone }) =>
    incident !== undefined &&
    toldAlone(incident.declaredAt, `Timeline · INC-${incident.id} `, '🏁 Resolved') !== undefined,
  happened: () =>
    'Who did what, and when: people, pages, levels, the plan, who approved it. Each entry is chained to the one before it, so that a later change would show. Nobody has to write this up from memory.',
};
