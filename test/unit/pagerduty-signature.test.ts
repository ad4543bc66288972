/** Only webhooks PagerDuty signed with one of our secrets, over exactly these bytes, are believed. */
import { createHmac } from 'node:crypto';
import { signedByPagerDuty } from '../../src/lib/pagerduty-signature.ts';

const body = Buffer.from('{"event":{"id":"01"}}');
const v1 = (secret: string, over: Buffer = body) => `v1=${createHmac('sha256', secret).update(over).digest('hex')}`;

it.each([
  ['the one secret', v1('new'), ['new'], true],
  ['a list while PagerDuty rotates', `${v1('other')},${v1('new')}`, ['new'], true],
  ['a list of ours while we rotate', v1('old'), ['new', 'old'], true],
  ['spaces and capitals', ` ${v1('new').toUpperCase().replace('V1', 'v1')} , v2=xyz`, ['new'], true],
  ['another secret', v1('other'), ['new'], false],
  ['another body', v1('new', Buffer.from('{}')), ['new'], false],
  ['no header', undefined, ['new'], false],
  ['an empty header', '', ['new'], false],
  ['another version', v1('new').replace('v1', 'v2'), ['new'], false],
  ['a cut signature', v1('new').slice(0, -2), ['new'], false],
  ['not hex', `v1=${'z'.repeat(64)}`, ['new'], false],
  ['no secrets', v1('new'), [], false],
  ['an empty secret', v1(''), [''], false],
  ['hidden behind many', `${Array(20).fill(v1('x')).join(',')},${v1('new')}`, ['new'], false],
])('%s', (_, header, secrets, good) => {
  expect(signedByPagerDuty(body, header, secrets)).toBe(good);
});
