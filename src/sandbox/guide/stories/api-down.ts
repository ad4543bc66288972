/** A release breaks the service; a rollback is asked for, approved by somebody else, carried out and verified. */
import { approves, asksForRollback, declares, firstNames, readsTimeline, resolves, updates } from '../common-steps.ts';
import { current, nextMove, onButton, WAIT } from '../moves.ts';
import { breaksWith, offer, passes } from '../offers.ts';
import type { Scene } from '../scene/scene.ts';
import { isDown, isWell } from '../scene/service-seen.ts';
import type { Step, Story } from '../story.ts';

const BAD = breaksWith('v42', 'dashboard owners');
const percent = (share: number): string => `${Math.round(share * 100)} %`;
const byLevel = (s: Scene, target: RegExp) => firstNames(s.ringing.filter((r) => target.test(r.target)));
const owner = (s: Scene): string => s.people.first(s.incident?.owner ?? s.people.onCall);
const REFUSED = 'You asked for this';

const release: Step = {
  title: 'A bad release goes out',
  say: ({ service }) =>
    isWell(service)
      ? `All is well: ${service.ready} pods run ${service.release}, and hardly a request fails. Press the button: CI deploys v42.`
      : 'The service is not well yet. Press the button: CI puts back what works, and then deploys v42.',
  point: () => offer(BAD),
  offers: () => [BAD],
  done: (s) => s.service.release === 'v42' && s.service.revision > s.begun.revision,
  happened: () =>
    'CI replaces the pods one after another. Each one starts, looks ready, and crashes a few seconds later. For CI the release was a success.',
};

const watch: Step = {
  title: 'Look at the error rate',
  say: () =>
    'Look at the world: pods, health, and the chart of failing requests. Let two minutes pass and see what becomes of it.',
  point: () => offer(passes(2)),
  offers: () => [passes(2)],
  done: (s) => isDown(s.service),
  happened: ({ service }) =>
    `${service.ready} of ${service.replicas} pods serve, and ${percent(service.failing)} of the requests fail. Nobody was told so far: somebody has to pull the alarm.`,
};

const acknowledge: Step = {
  title: 'Answer the phone',
  say(s) {
    const call = s.ringing.find((r) => r.target.startsWith('oncall:'));
    if (call)
      return `${call.name} is on call, and the phone rings. Acknowledge on that phone. The button Ack on the card does the same.`;
    return s.answered
      ? 'The phone is answered, and PagerDuty tells Tocsin.'
      : 'Press Ack on the card: somebody has to be on it.';
  },
  point(s) {
    const call = s.ringing.find((r) => r.target.startsWith('oncall:'));
    if (call) return { target: { kind: 'phone', email: call.email } };
    return s.incident && !s.answered ? onButton(s.people.onCall, s.incident.announced, 'Ack') : WAIT;
  },
  done: (s) => s.incident?.owner !== undefined,
  happened: (s) =>
    `${owner(s)} is on it now, for 20 minutes, and every phone is quiet. If nothing is heard of ${owner(s)} for that long, Tocsin asks whether anybody is on it: an acknowledgement is a promise with an end. A second clock runs on until the incident is resolved, and calls the director after 15 minutes.`,
};

const ownRequest: Step = {
  title: 'Try to approve your own request',
  say(s) {
    const move = nextMove(s);
    const who = current(s).approval?.askedBy ?? s.people.asker;
    return move.kind === 'approve'
      ? `Read the plan: what changes, from what to what, and whether it can be undone. Then, still as ${s.people.first(who)}, press Approve.`
      : move.say;
  },
  point(s) {
    const move = nextMove(s);
    const { approval } = current(s);
    if (move.kind !== 'approve' || !approval) return move.point;
    return onButton(approval.askedBy ?? s.people.asker, approval.card, 'Approve');
  },
  done: (s) => s.incident !== undefined && s.toldAlone(s.incident.declaredAt, REFUSED) !== undefined,
  happened: () =>
    'Refused, and only you were told why. Who asks for a change of production does not approve it: a tired person at night needs a second pair of eyes. The attempt is in the record.',
};

const rollout: Step = {
  title: 'The rollout',
  say: () =>
    'Kubernetes replaces the pods, a few at a time. It happens by itself: watch the pods, or let a minute pass.',
  point: () => offer(passes(1)),
  offers: () => [passes(1)],
  done: (s) =>
    s.approvals.some((a) => a.rollback && a.status === 'approved' && a.to === s.service.release) && isWell(s.service),
  happened: ({ service }) =>
    `${service.ready} of ${service.replicas} pods run ${service.release}. That looks good, and Tocsin does not take it for an answer: it goes on to check.`,
};

const ended = (s: Scene): boolean => ['failed', 'aborted'].includes(current(s).run?.status ?? '');

const verification: Step = {
  title: 'Is it really over?',
  landmark: true,
  say(s) {
    if (ended(s))
      return `The run did not come to its end${current(s).run?.failure ? `: ${current(s).run?.failure}` : ''}. ${nextMove(s).say}`;
    if (['approve', 'choose', 'other-plan', 'ask-again'].includes(nextMove(s).kind)) return nextMove(s).say;
    return 'The run wants three good health checks in a row, and an error rate below 0.1 %. The rate looks back five minutes, so the outage has to leave that window first. Let six minutes pass.';
  },
  point(s) {
    const move = nextMove(s);
    return move.kind === 'wait' ? offer(passes(6)) : move.point;
  },
  offers: () => [passes(6)],
  done: (s) => s.runs.some((r) => r.status === 'done'),
  happened: () =>
    'Three checks passed, the error rate is out of its window, and the run is done. Every number stands on the card: people decide on facts, not on hope.',
};

export const apiDown: Story = {
  id: 'api-down',
  title: 'API down',
  about: 'A release breaks the service. Pull the alarm, find out why, and roll back with a second pair of eyes.',
  minutes: 6,
  steps: [
    release,
    watch,
    declares({
      who: (p) => p.asker,
      say: (s) =>
        `You are ${s.people.first(s.people.asker)}, an engineer who has seen the chart. Type the command in #incidents and send it.`,
      happened: (s) =>
        `INC-${s.incident?.id} is open. One line was enough: it has a channel of its own, a card that is kept up to date, and phones ring. Level 1, on call: ${byLevel(s, /^oncall:/)}. Level 2 at once, because it is a P1: ${byLevel(s, /^role:/)}.`,
    }),
    acknowledge,
    ...asksForRollback,
    ownRequest,
    approves({
      say: () => 'Somebody else of the SRE group has to agree.',
      happened: (s) =>
        `Approved, and carried out once: exactly the plan ${s.approvals.findLast((a) => a.status === 'approved')?.digest ?? ''} that was on the card. Had the deployment changed since it was shown, nothing would have been done, and a new plan would have been made.`,
    }),
    rollout,
    verification,
    updates({
      who: (p) => p.asker,
      text: 'v42 is rolled back, the errors are gone',
      say: (s) =>
        `Say what you know, as ${s.people.first(s.people.asker)}: post an update. Others wait for a word and would ask.`,
      happened: () =>
        'The update is in the channel, under the card in #incidents, and on the card. The next one is promised for in 30 minutes: if it does not come, Tocsin asks for it.',
    }),
    resolves({
      who: (p) => p.asker,
      summary: 'bad release v42, rolled back',
      happened: () =>
        'All clocks stop, and the alerts in PagerDuty are closed. The card says how long it took, and how long until somebody was on it.',
    }),
    readsTimeline,
  ],
  end: 'That was a whole incident, from the bad release to the record of it. Play another story, or do what you like: this world is yours.',
};
