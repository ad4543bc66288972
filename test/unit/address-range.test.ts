/** Two ways to write a range are one range, and a part of the world is none. */
import { canonicalRange } from '../../src/domain/runbook/steps/address-range.ts';

it.each([
  ['203.0.113.7', '203.0.113.7/32'],
  ['203.0.113.7/24', '203.0.113.0/24'],
  ['203.0.255.255/16', '203.0.0.0/16'],
  ['2001:db8::1', '2001:0db8:0000:0000:0000:0000:0000:0001/128'],
  ['2001:DB8:0:0:1::/64', '2001:0db8:0000:0000:0000:0000:0000:0000/64'],
  ['::1', '0000:0000:0000:0000:0000:0000:0000:0001/128'],
  ['1:2:3:4:5:6:7:8/127', '0001:0002:0003:0004:0005:0006:0007:0008/127'],
])('%s is %s', (written, canonical) => {
  expect(canonicalRange(written)).toBe(canonical);
});

it.each([
  '0.0.0.0/0',
  '10.0.0.0/15',
  '::/0',
  '2001:db8::/31',
  '1.2.3.4/33',
  '::1/129',
  '1.2.3',
  '01.2.3.4',
  'x',
  '',
  '1.2.3.4/',
  '1.2.3.4/24/1',
  '::ffff:1.2.3.4',
  'fe80::1%eth0',
  '--x',
  '1.2.3.4/-1',
])('%j is none', (written) => {
  expect(canonicalRange(written)).toBeUndefined();
});
