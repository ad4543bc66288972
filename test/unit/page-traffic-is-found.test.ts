/** The inspector of raw traffic: what it finds, in which words, and where the arrow keys lead. */
import type { TrafficRow } from '../../src/sandbox/control/wire.ts';
import {
  bodyText,
  briefPath,
  matching,
  serversOf,
  statusWords,
  stepFrom,
  wayWords,
} from '../../src/sandbox/page/panels/traffic-rows.ts';

const row = (n: number, r: Partial<TrafficRow>): TrafficRow => ({
  n,
  at: n,
  server: 'slack',
  direction: 'in',
  method: 'POST',
  path: '/api/chat.postMessage',
  status: 200,
  ...r,
});

const rows = [
  row(1, {}),
  row(2, { server: 'pagerduty', path: '/v2/enqueue', status: 202 }),
  row(3, { status: 429, fault: 'status' }),
  row(4, { direction: 'out', path: '/slack/events', what: 'block_actions' }),
  row(5, { server: 'pagerduty', path: '/v2/enqueue', status: 0, fault: 'lostReply' }),
];
const found = (text: string, server = '') => matching(rows, { server, text }).map((r) => r.n);

describe('the filter', () => {
  it('shows everything, newest first, and leaves the list as it was', () => {
    expect(found('')).toEqual([5, 4, 3, 2, 1]);
    expect(rows[0]?.n).toBe(1);
  });

  it('finds by server', () => expect(found('', 'pagerduty')).toEqual([5, 2]));

  it.each([
    ['CHAT.post', [3, 1]],
    ['429', [3]],
    ['too many', [3]],
    ['cut', [5]],
    ['lostreply', [5]],
    ['block_actions', [4]],
    ['enqueue accepted', [2]],
    ['post nothing-like-it', []],
  ])('finds %j', (text, numbers) => expect(found(text)).toEqual(numbers));

  it('offers the servers that occur, in a steady order', () => {
    expect(serversOf([...rows].reverse())).toEqual(['slack', 'pagerduty']);
    expect(serversOf([row(1, { server: 'zebra' }), row(2, { server: 'prometheus' })])).toEqual(['prometheus', 'zebra']);
  });
});

it.each([
  [undefined, 'plain', 'Waiting'],
  [0, 'bad', 'Cut off'],
  [200, 'good', '200 OK'],
  [204, 'good', '204 No content'],
  [302, 'plain', '302'],
  [404, 'warn', '404 Not found'],
  [429, 'warn', '429 Too many'],
  [503, 'bad', '503 Unavailable'],
  [418, 'warn', '418'],
])('words status %s as %s: %s', (status, tone, words) =>
  expect(statusWords(status === undefined ? {} : { status })).toEqual({ tone, words }),
);

it('says who asked whom', () => {
  expect(wayWords({ direction: 'in', server: 'pagerduty' })).toBe('Bot to PagerDuty');
  expect(wayWords({ direction: 'out', server: 'slack' })).toBe('Slack to bot');
  expect(wayWords({ direction: 'in', server: 'zebra' })).toBe('Bot to zebra');
});

describe('the arrow keys', () => {
  const newest = matching(rows, { server: '', text: '' });
  it('begin at the newest', () => expect(stepFrom(newest, undefined, 1)).toBe(5));
  it('go down to older ones and up again', () => {
    expect(stepFrom(newest, 5, 1)).toBe(4);
    expect(stepFrom(newest, 4, -1)).toBe(5);
  });
  it('stop at both ends', () => {
    expect(stepFrom(newest, 5, -1)).toBe(5);
    expect(stepFrom(newest, 2, 10)).toBe(1);
    expect(stepFrom(newest, 3, Number.POSITIVE_INFINITY)).toBe(1);
  });
  it('begin anew when the row is gone', () => expect(stepFrom(newest, 99, 1)).toBe(5));
  it('lead nowhere in an empty list', () => expect(stepFrom([], 1, 1)).toBeUndefined());
});

it('keeps the end of a long path, because it says what it is about', () => {
  const long = '/apis/apps/v1/namespaces/architect-production/deployments/architect-api';
  expect(briefPath(long)).toBe('/apis/apps/…/deployments/architect-api');
  expect(briefPath('/v2/enqueue')).toBe('/v2/enqueue');
  expect(briefPath(`/${'x'.repeat(60)}`)).toBe(`/${'x'.repeat(60)}`);
});

it('shows a body as a reader wants it', () => {
  expect(bodyText({ ok: true })).toBe('{\n  "ok": true\n}');
  expect(bodyText('plain text')).toBe('plain text');
  expect([undefined, null, ''].map(bodyText)).toEqual(['(empty)', '(empty)', '(empty)']);
  expect(bodyText(0)).toBe('0');
});
