/** What programs and the page can do. */
import type { FaultAnswer } from './acts.ts';
import { doAct } from './doing/act.ts';
import { doGuide } from './doing/guide.ts';
import { doClock, doPhone, doWorld } from './doing/outside.ts';
import { type ChangeRoute, changes } from './route.ts';
import * as schemas from './schemas.ts';

const DONE = '`{}` once it is done';

export const changeRoutes: readonly ChangeRoute[] = [
  changes('/api/act', schemas.act, {
    summary: 'Does what a person can do in Slack. `as` is their Slack id; channels go by id or name.',
    answer:
      '`ActAnswer`, once the app acknowledged (or Slack gave it up, then `ok` is false and `trouble` has Slack’s words). What the app does afterwards is read later; `POST /api/settle` waits for it',
    examples: [
      {
        says: 'Types a slash command',
        body: { as: 'U0ADA', do: 'command', channel: 'incidents', command: '/incident', text: 'declare p1 API down' },
      },
      { says: 'Says something', body: { as: 'U0ADA', do: 'say', channel: 'incidents', text: 'Looking into it.' } },
      {
        says: 'Answers in a thread',
        body: { as: 'U0ADA', do: 'say', channel: 'incidents', text: 'Rolled back.', thread: '1767225600.000100' },
      },
      {
        says: 'Presses a button of a message, as the message stands now',
        body: {
          as: 'U0ADA',
          do: 'click',
          on: { in: 'message', channel: 'incidents', ts: '1767225600.000100' },
          block: 'incident',
          action: 'acknowledge',
        },
      },
      {
        says: 'Chooses in a select of an open modal, with what is typed in it so far',
        body: {
          as: 'U0ADA',
          do: 'click',
          on: { in: 'view', view: 'V0123' },
          block: 'severity',
          action: 'severity',
          choice: 'p1',
          values: { title: { title: 'API down' } },
        },
      },
      {
        says: 'Types into a select whose options come from the app',
        body: {
          as: 'U0ADA',
          do: 'suggest',
          on: { in: 'view', view: 'V0123' },
          block: 'service',
          action: 'service',
          typed: 'arch',
        },
      },
      {
        says: 'Submits a modal: block id, action id, what it holds',
        body: { as: 'U0ADA', do: 'submit', view: 'V0123', values: { title: { title: 'API down' } } },
      },
      { says: 'Closes a modal', body: { as: 'U0ADA', do: 'dismiss', view: 'V0123' } },
      {
        says: 'Reacts to a message; `on: false` takes it back',
        body: { as: 'U0ADA', do: 'react', channel: 'incidents', ts: '1767225600.000100', name: 'eyes', on: true },
      },
      { says: 'Joins a channel', body: { as: 'U0ADA', do: 'join', channel: 'incidents' } },
      {
        says: 'Has read a channel up to a message',
        body: { as: 'U0ADA', do: 'read', channel: 'incidents', ts: '1767225600.000100' },
      },
    ],
    run: ({ session }, act) => doAct(session(), act),
  }),
  changes('/api/phones', schemas.phone, {
    summary: 'Takes a call on a phone that rang: acknowledges or resolves in PagerDuty.',
    answer: `${DONE} and the bot was told`,
    examples: [
      {
        says: 'Acknowledges',
        body: { email: 'ada@example.com', incidentId: 'Q0123456789ABC', do: 'acknowledge' },
      },
    ],
    async run({ session }, act) {
      await doPhone(session(), act);
      return {};
    },
  }),
  changes('/api/clock', schemas.clock, {
    summary: 'Moves the world’s time, sets how fast it goes, or stops it.',
    answer: `${DONE}; for \`advance\`, once what became due on the way is done`,
    examples: [
      { says: 'Lets five minutes pass', body: { do: 'advance', ms: 300_000 } },
      { says: 'Lets a minute pass each second', body: { do: 'run', speed: 60 } },
      { says: 'Stops the clock', body: { do: 'pause' } },
    ],
    async run({ session }, act) {
      await doClock(session(), act);
      return {};
    },
  }),
  changes('/api/world', schemas.world, {
    summary: 'What others do to the service: release, scale, send traffic.',
    answer: DONE,
    examples: [
      { says: 'Rolls out the next release, which crashes', body: { do: 'deploy', release: 'crash' } },
      { says: 'Scales by hand, as somebody with kubectl would', body: { do: 'scale', replicas: 4 } },
      { says: 'Sets the requests a second', body: { do: 'traffic', rps: 400 } },
    ],
    run({ session }, act) {
      doWorld(session(), act);
      return {};
    },
  }),
  changes('/api/faults', schemas.fault, {
    summary: 'Turns a fault on or off, or strikes once. `GET /api/faults` lists them.',
    answer: '`FaultAnswer`',
    examples: [
      { says: 'Slack answers 429 from now on', body: { id: 'slack-429', on: true } },
      { says: 'Kills a worker process', body: { id: 'kill-worker', on: true } },
    ],
    async run(call, { id, on }): Promise<FaultAnswer> {
      const session = call.session();
      const said = await session.faults.set(id, on);
      session.changed('faults', 'processes', 'guide');
      return { ok: true, ...(said ? { said } : {}) };
    },
  }),
  changes('/api/guide', schemas.guide, {
    summary: 'Begins a guided story, takes what its step offers, or leaves it.',
    answer: DONE,
    examples: [
      { says: 'Begins a story', body: { do: 'begin', story: 'api-down' } },
      { says: 'Takes an offer of the step that is now', body: { do: 'offer', offer: 'deploy-v42' } },
      { says: 'Leaves the story', body: { do: 'leave' } },
    ],
    async run({ session }, act) {
      await doGuide(session(), act);
      return {};
    },
  }),
  changes('/api/reset', schemas.nothing, {
    summary: 'Puts this world away and makes a new one. Pages stay connected.',
    answer: '`{}` once the new world stands',
    examples: [{ says: 'Begins anew', body: {} }],
    async run({ worlds }) {
      await worlds.renew();
      return {};
    },
  }),
  changes('/api/settle', schemas.nothing, {
    summary: 'Waits until nothing that is due now is left to do.',
    answer: '`{}` then',
    examples: [{ says: 'Waits', body: {} }],
    async run({ session }) {
      await session().rig.settled();
      return {};
    },
  }),
];
