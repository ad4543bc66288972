/** What the panels of phones, pods, faults and the record put first, and in which words. */
import type { PhoneCall, PhoneRow, PodRow, RecordSection } from '../../src/sandbox/control/wire.ts';
import { hitWords, inShort } from '../../src/sandbox/page/panels/fault-words.ts';
import { imageTag, podSuffix, podTone, troubledFirst } from '../../src/sandbox/page/panels/image-words.ts';
import { bareName, inOrder, pastCalls, ringingCalls } from '../../src/sandbox/page/panels/phone-order.ts';
import { changeWords, countRows, shrunk, verdict } from '../../src/sandbox/page/panels/record-words.ts';

describe('phones', () => {
  const call = (at: number, stoppedAt?: number): PhoneCall => ({
    ...{ incidentId: `P${at}`, number: at, title: 'API down', urgency: 'high', at },
    ...(stoppedAt === undefined ? {} : { stoppedAt }),
  });
  const phone = (name: string, ringing: boolean, calls: readonly PhoneCall[]): PhoneRow => ({
    ...{ name, email: `${name}@example.com`, ringing, calls },
  });

  it('ring first, as they were called; then those who were called last; then by name', () => {
    const order = inOrder([
      phone('dana', false, []),
      phone('eve', true, [call(2, 3), call(9)]),
      phone('carl', false, []),
      phone('bea', false, [call(5, 6)]),
      phone('ada', true, [call(1)]),
    ]);
    expect(order.map((p) => p.name)).toEqual(['ada', 'eve', 'bea', 'carl', 'dana']);
  });

  it('are named without the role in brackets', () => {
    expect(bareName('Mona Reyes (Engineering Manager)')).toBe('Mona Reyes');
    expect(bareName('Mona Reyes')).toBe('Mona Reyes');
  });

  it('tell what rings from what is over, newest first', () => {
    const p = phone('ada', true, [call(1, 2), call(3, 4), call(5)]);
    expect(ringingCalls(p).map((c) => c.at)).toEqual([5]);
    expect(pastCalls(p).map((c) => c.at)).toEqual([3, 1]);
  });
});

describe('the record', () => {
  const record: RecordSection = { inputs: 41, timeline: 87, done: 132, due: 0, inHand: 0, later: 6 };

  it('counts the queue only where it can be counted', () => {
    expect(countRows(record).map((r) => r.key)).not.toContain('queue');
    expect(countRows({ ...record, queue: 0 }).find((r) => r.key === 'queue')?.now).toBe(0);
  });

  it('says how each count moved', () => {
    expect(changeWords({ before: 41, now: 44 })).toBe('+3');
    expect(changeWords({ before: 6, now: 5 })).toBe('\u22121');
    expect(changeWords({ before: 6, now: 6 })).toBe('');
    expect(changeWords({ before: undefined, now: 6 })).toBe('');
  });

  it('lost nothing while what can only grow did not shrink', () => {
    expect(shrunk(record, { ...record, later: 0, due: 3, done: 133 })).toEqual([]);
    expect(verdict(record, { ...record, done: 140 })).toMatchObject({ tone: 'good' });
    expect(verdict(record, { ...record, due: 2, inHand: 1 })).toMatchObject({
      tone: 'warn',
      text: expect.stringContaining('3 effects wait'),
    });
  });

  it('does not hide a loss', () => {
    expect(verdict(record, { ...record, timeline: 86, due: 1 })).toEqual({
      tone: 'bad',
      text: 'Fewer than before: Timeline.',
    });
  });
});

describe('pods', () => {
  const pod = (name: string, status: string, ready: boolean): PodRow => ({
    ...{ name, image: 'r.example.com/api:v42', status, ready, restarts: 0, createdAt: 0 },
  });

  it.each([
    ['Running', true, 'good'],
    ['Running', false, 'warn'],
    ['ContainerCreating', false, 'warn'],
    ['Terminating', true, 'warn'],
    ['CrashLoopBackOff', false, 'bad'],
    ['ImagePullBackOff', false, 'bad'],
    ['OOMKilled', false, 'bad'],
  ])('that are %s and ready: %s are %s', (status, ready, tone) => expect(podTone(status, ready)).toBe(tone));

  it('in trouble come first, others as they were', () => {
    const pods = [
      pod('a', 'Running', true),
      pod('b', 'Terminating', true),
      pod('c', 'Error', false),
      pod('d', 'Running', true),
    ];
    expect(troubledFirst(pods).map((p) => p.name)).toEqual(['c', 'b', 'a', 'd']);
  });

  it('are named by what differs', () => {
    expect(podSuffix('architect-api-7d9f8b6c5-x2v4k')).toBe('7d9f8b6c5-x2v4k');
    expect(imageTag('registry.example.com/team/architect-api:v42')).toBe('architect-api:v42');
  });
});

describe('faults', () => {
  it('say in a sentence what happens, and then what to look for', () => {
    expect(inShort('Slack answers 503. Phones keep ringing. Take it off.')).toEqual([
      'Slack answers 503.',
      'Phones keep ringing. Take it off.',
    ]);
    expect(inShort('It waits 2.5 seconds')).toEqual(['It waits 2.5 seconds', '']);
  });

  it('say how often they were met', () => {
    expect(hitWords({ kind: 'switch', hits: 0, on: true })).toBe('Met nothing yet');
    expect(hitWords({ kind: 'switch', hits: 0, on: false })).toBe('');
    expect(hitWords({ kind: 'switch', hits: 1, on: false })).toBe('Met 1 request');
    expect(hitWords({ kind: 'stroke', hits: 3, on: false })).toBe('Done 3 times');
    expect(hitWords({ kind: 'stroke', hits: 1, on: false })).toBe('Done once');
  });
});
