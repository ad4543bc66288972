/** At night nobody picks up: levels on two clocks, a pager that is down, customers who are told. */
import { declares, firstNames, PAGERDUTY_DOWN, resolves, updates } from '../common-steps.ts';
import { onComposer, WAIT } from '../moves.ts';
import { deploys, imageOf, KNOWN_GOOD, MINUTE, offer, passes, until } from '../offers.ts';
import type { Scene } from '../scene/scene.ts';
import { isDown, isWell } from '../scene/service-seen.ts';
import type { Offer, Step, Story } from '../story.ts';

const DAY = 24 * 60 * MINUTE;
const HOUR = 60 * MINUTE;
/** A release of the night needs some minutes to break. */
const BEFORE = 3 * MINUTE;
/** Levels count from the declaration; the card is posted a moment after it. */
const SLACK = 5_000;

const toThree = (now: number): number => {
  const ahead = (3 * HOUR - (now % DAY) + DAY) % DAY;
  return ahead < BEFORE ? ahead + DAY : ahead;
};

const NIGHT: Offer = {
  id: 'night',
  label: 'It becomes 03:00',
  async make(rig) {
    await rig.advance(toThree(rig.clock.now()) - BEFORE);
    await deploys('v42', 'nightly release', 'crash').make(rig);
    await rig.advance(BEFORE);
  },
};

const BY_HAND: Offer = {
  id: 'by-hand',
  label: 'Omar puts the old release back',
  async make(rig) {
    rig.cluster.world.someoneElse.deploys(imageOf(KNOWN_GOOD));
    await rig.advance(MINUTE);
  },
};

const after = (s: Scene, minutes: number): number => (s.incident?.declaredAt ?? s.now) + minutes * MINUTE;
const isNight = (now: number): boolean => now % DAY >= 2.5 * HOUR && now % DAY < 6 * HOUR;
const director = (s: Scene): string => s.people.first(s.people.director);
const reached = (s: Scene): boolean => s.paged.includes('role:director');

const night: Step = {
  title: 'Three o’clock at night',
  say: () =>
    'Most people sleep. Press the button: the clock goes to 03:00, and the release of the night breaks the service.',
  point: () => offer(NIGHT),
  offers: () => [NIGHT],
  done: (s) => isNight(s.now) && isDown(s.service),
  happened: () =>
    'It is three at night (UTC), no pod serves, and nobody is awake but a person in Sales, on the other side of the world.',
};

const silence: Step = {
  title: 'Nobody answers',
  say: (s) =>
    s.ringing.length > 0
      ? `${firstNames(s.ringing)}: the phones ring, and nobody picks up. Leave them, and let five minutes pass.`
      : 'No phone rings any more. Let five minutes pass all the same.',
  point: (s) => until(s.now, after(s, 5)),
  done: (s) => s.incident !== undefined && s.now >= after(s, 5),
  happened: (s) =>
    s.ringing.length > 0
      ? 'After five minutes without an answer level 2 would be called. For a P1 it was called at once, so nobody new is woken now, and the phones keep ringing. The card says who is next, and when.'
      : 'Somebody has answered, so the clock that counts while nobody is on it stands. The card says what comes all the same, and when.',
};

const pagerDown: Step = {
  title: 'PagerDuty goes down',
  say: () => 'It gets worse. Open the faults, and switch on “PagerDuty is down”.',
  point: () => ({ target: { kind: 'fault', id: PAGERDUTY_DOWN } }),
  done: (s) => s.pagerDutyDown,
  happened: () => 'From now on PagerDuty answers nothing useful. Nobody in the incident knows that yet.',
};

const fifteen: Step = {
  title: 'Minute 15: the director',
  landmark: true,
  say: (s) =>
    `Level 3 is due 15 minutes after the declaration, when nothing is resolved: ${director(s)}, the director, and the VP. Jump there.`,
  point: (s) => until(s.now, after(s, 15) + SLACK),
  done: (s) => s.said('Level 3 reached') !== undefined,
  happened: (s) =>
    s.pagerDutyDown
      ? 'Level 3 is reached, but PagerDuty does not take the pages. Tocsin keeps trying. The card says “being sent”, and not “alerting”.'
      : 'Level 3 is reached, and its phones ring.',
};

const notPaged: Step = {
  title: 'Nobody may believe they were called',
  landmark: true,
  say: () => 'A page that is not out after a minute is told. Let a minute or two pass.',
  point: () => ({ target: { kind: 'clock', ms: 2 * MINUTE } }),
  done: (s) => s.said('NOT PAGED') !== undefined || reached(s),
  happened: (s) =>
    s.said('NOT PAGED')
      ? `The card says NOT PAGED, why, and whom to call by hand: the phone numbers stand right there. ${director(s)} and the VP got a direct message in Slack as a second way.`
      : `The page went out: ${director(s)}’s phone rings.`,
};

const pagerUp: Step = {
  title: 'PagerDuty is back',
  landmark: true,
  say: (s) =>
    s.pagerDutyDown
      ? 'Switch “PagerDuty is down” off again.'
      : 'PagerDuty works again. Tocsin tries again by itself: let a minute pass.',
  point: (s) => ({ target: s.pagerDutyDown ? { kind: 'fault', id: PAGERDUTY_DOWN } : { kind: 'clock', ms: MINUTE } }),
  done: (s) => reached(s) && !s.pagerDutyDown,
  happened: (s) =>
    `Both pages went out, each of them once: every try had the same key, so that many tries make one alert. ${director(s)}’s phone rings now, and the warning on the card is gone.`,
};

const answered: Step = {
  title: 'The director answers',
  say(s) {
    const call = s.ringing.find((r) => r.target === 'role:director');
    if (call) return `${call.name} wakes up. Acknowledge on that phone.`;
    return s.answered
      ? 'The phone is answered, and PagerDuty tells Tocsin.'
      : `As ${director(s)}, acknowledge: type the command.`;
  },
  point(s) {
    const call = s.ringing.find((r) => r.target === 'role:director');
    if (call) return { target: { kind: 'phone', email: call.email } };
    return s.answered ? WAIT : onComposer(s, s.people.director, '/incident ack');
  },
  done: (s) => s.incident?.owner !== undefined,
  happened: (s) =>
    `${s.people.first(s.incident?.owner ?? '')} is on it, and every phone is quiet. That stopped one of two clocks: the one that counts while nobody is on it. The other one counts until the incident is resolved, and being awake is not yet a solution.`,
};

const thirty: Step = {
  title: 'Minute 30: customers are told',
  landmark: true,
  say: () => 'Level 4 is due 30 minutes after the declaration, whoever is on it. Jump there and see.',
  point: (s) => until(s.now, after(s, 30) + SLACK),
  done: (s) => s.said('Level 4 reached') !== undefined,
  happened: (s) =>
    `Level 4 came${s.incident?.owner ? ' although somebody is on it' : ''}: nothing is resolved. The outage is declared, and customers read it in #status-updates, from a text that was agreed on by day. Nobody had to think of it at night.`,
};

const repaired: Step = {
  title: 'Somebody repairs it',
  say: (s) =>
    `${director(s)} calls Omar, the DevOps lead, who puts the old release back with his own tools. Press the button.`,
  point: (s) => offer(isDown(s.service) ? BY_HAND : passes(1)),
  offers: (s) => [isDown(s.service) ? BY_HAND : passes(1)],
  done: (s) => isWell(s.service),
  happened: ({ service }) =>
    `${service.ready} of ${service.replicas} pods serve again. Customers do not know that yet.`,
};

export const nobodyAnswers: Story = {
  id: 'nobody-answers',
  title: 'Nobody answers at 03:00',
  about:
    'An alarm in the night, phones that nobody hears, and a pager that fails. See how far Tocsin goes to reach a person.',
  minutes: 5,
  steps: [
    night,
    declares({
      who: (p) => p.outsider,
      say: (s) =>
        `You are ${s.people.first(s.people.outsider)} from Sales, without any rights here. A customer calls: nothing works. Pull the alarm in #incidents.`,
      happened: (s) =>
        `INC-${s.incident?.id} is open. ${s.people.first(s.people.outsider)} may not change anything, but anyone may pull the alarm: it must never wait for a permission. Phones ring: ${firstNames(s.ringing)}.`,
    }),
    silence,
    pagerDown,
    fifteen,
    notPaged,
    pagerUp,
    answered,
    thirty,
    repaired,
    updates({
      who: (p) => p.director,
      text: '"The old release is back, we are watching it" audience=public',
      say: (s) => `As ${director(s)}, post an update, and let customers read it too.`,
      happened: () =>
        'One line went to the incident’s channel, to the card, and to customers in #status-updates. Somebody without rights could not have posted it.',
    }),
    resolves({
      who: (p) => p.director,
      summary: 'bad release of the night, put back by hand',
      happened: () =>
        'Who was told that it is down is told that it is over: customers too. The card has the hard numbers, also the one that hurts: how long nobody was on it.',
    }),
  ],
  end: 'Nobody answered, the pager failed, and still everybody who had to know was told, in time, and nobody was told anything false.',
};
