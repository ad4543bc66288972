/** Misfortunes that last: what the simulated vendors do to the bot while one is on. */
import type { Fault, FaultRule } from '../../http/faults.ts';
import type { Rig } from '../rig.ts';
import type { Lasting, Switch } from './misfortune.ts';

const ALWAYS = Number.POSITIVE_INFINITY;

/** Every request of one vendor that `match`es meets the fault. */
const meets =
  (server: FaultRule['server'], match: RegExp, fault: Fault) =>
  (rig: Rig): Lasting =>
    rig.faults.add({ server, match, fault, times: ALWAYS });

const answers = (status: number, body: object, headers: Record<string, string> = {}): Fault => ({
  kind: 'status',
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

/** Calls of the Web API, not what Slack delivers to the app. */
const WEB_API = /^[A-Z]+ \/api\//;
const SAYING = /^POST \/api\/(chat\.|conversations\.create|conversations\.invite|pins\.|bookmarks\.)/;
const ANY = /^/;

const unavailable = {
  kind: 'Status',
  apiVersion: 'v1',
  status: 'Failure',
  message: 'the server is currently unable to handle the request',
  reason: 'ServiceUnavailable',
  code: 503,
};

export const switches: readonly Switch[] = [
  {
    id: 'slack-429',
    title: 'Slack answers 429',
    explains:
      'Slack turns every call of the bot away for two seconds at a time, as it does when an app is too eager. The bot waits as long as it is told. Nothing appears in the channels meanwhile; pages still go out. Take it off, and everything that was to be said is said, once and in order.',
    kind: 'switch',
    put: meets('slack', WEB_API, answers(429, { ok: false, error: 'ratelimited' }, { 'retry-after': '2' })),
  },
  {
    id: 'slack-down',
    title: 'Slack is down',
    explains:
      'Every call of the bot to Slack fails with 503. Phones keep ringing, because paging never waits for chat. Take it off, and the messages follow.',
    kind: 'switch',
    put: meets('slack', WEB_API, answers(503, { ok: false, error: 'service_unavailable' })),
  },
  {
    id: 'slack-lost-replies',
    title: 'Slack’s answers get lost',
    explains:
      'Slack does what the bot asks, and the connection is cut before the answer arrives: the bot cannot know. It looks whether its message stands before it says it again, so no message appears twice.',
    kind: 'switch',
    put: meets('slack', SAYING, { kind: 'lostReply' }),
  },
  {
    id: 'pagerduty-down',
    title: 'PagerDuty is down',
    explains:
      'Every request to PagerDuty fails with 503: no phone rings. The bot tries again and again; after a minute it says so in the channel, with the phone list, and writes to the people in Slack. Take it off, and the phones ring.',
    kind: 'switch',
    put: meets('pagerduty', ANY, answers(503, { message: 'Service Unavailable' })),
  },
  {
    id: 'pagerduty-lost-replies',
    title: 'PagerDuty’s answers get lost',
    explains:
      'PagerDuty takes the page, and the connection is cut before it says so. The bot hears of it by PagerDuty’s webhook, or sends it again with the same key: the phone rings once, not twice.',
    kind: 'switch',
    put: meets('pagerduty', /^POST \/v2\/enqueue/, { kind: 'lostReply' }),
  },
  {
    id: 'pagerduty-webhooks-late',
    title: 'PagerDuty’s webhooks come late and reversed',
    explains:
      'What happens on the phones is told to the bot only when this is taken off, and then the newest first. The state ends the same: a late "acknowledged" does not undo a "resolved".',
    kind: 'switch',
    put({ pagerduty: { webhooks } }) {
      const before = webhooks.messages.length;
      let removed = false;
      webhooks.hold();
      return {
        get hits() {
          return webhooks.messages.length - before;
        },
        get stands() {
          return !removed;
        },
        async remove() {
          removed = true;
          await webhooks.release('reversed');
        },
      };
    },
  },
  {
    id: 'kubernetes-down',
    title: 'The Kubernetes API is down',
    explains:
      'Every call to the cluster fails with 503. A step of a runbook tries again for some seconds, then says in its card what the cluster answered. No step claims what it could not do.',
    kind: 'switch',
    put: meets('kubernetes', ANY, answers(503, unavailable)),
  },
  {
    id: 'kubernetes-slow',
    title: 'The Kubernetes API is slow',
    explains:
      'Every call to the cluster takes three seconds longer. Runs go on, just slower; nothing else waits for them.',
    kind: 'switch',
    put: meets('kubernetes', ANY, { kind: 'delay', ms: 3_000 }),
  },
  {
    id: 'prometheus-down',
    title: 'Prometheus is down',
    explains:
      'Every query fails with 503. A check that needs a number says that it has none, instead of taking silence for good news.',
    kind: 'switch',
    put: meets('prometheus', ANY, answers(503, { status: 'error', errorType: 'unavailable', error: 'down' })),
  },
];
