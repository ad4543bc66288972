import { type Play, play } from '../support/decide.ts';
import { shippedCatalog } from '../support/shipped-catalog.ts';

const L1 = 'oncall:architect';

function paged(severity = 'p3'): Play {
  const t = play();
  t.declare(severity);
  t.work();
  return t;
}
const status = (t: Play) => t.state.pages[L1]?.status;

describe('PagerDuty’s webhooks', () => {
  it('move a page forwards, never backwards, in every order and doubled (IN-14)', () => {
    const events = ['triggered', 'acknowledged', 'resolved'] as const;
    const rank = ['accepted', 'confirmed', 'acknowledged', 'resolved'];
    for (const a of events) {
      for (const b of events) {
        for (const c of events) {
          const t = paged();
          let highest = 0;
          for (const e of [a, a, b, c, b]) {
            t.webhook(e, L1);
            const now = rank.indexOf(status(t) ?? '');
            expect(now).toBeGreaterThanOrEqual(highest);
            highest = now;
          }
          expect(highest).toBe(Math.max(...[a, b, c].map((e) => events.indexOf(e) + 1)));
        }
      }
    }
  });

  it.each(['acknowledged', 'resolved'] as const)(
    '%s before we know that nobody of ours is behind it: it stays so',
    (event) => {
      const t = play();
      t.declare('p3');
      t.webhook(event, L1, 'PSTRANGER');
      t.accept(L1, []);
      expect(status(t)).toBe(event);
      expect(t.pages()).toHaveLength(1);
    },
  );

  it('said twice is written once', () => {
    const t = paged();
    t.webhook('acknowledged', L1, 'PGRACE1');
    const before = t.timeline.length;
    t.webhook('acknowledged', L1, 'PGRACE1');
    t.webhook('triggered', L1);
    expect(t.timeline).toHaveLength(before);
  });

  it('an acknowledgement by a person is one here: the first clock stops, other alerts are silenced', () => {
    const t = paged('p1');
    t.webhook('acknowledged', L1, 'PGRACE1');
    expect(t.state.ack).toMatchObject({ by: 'U0GRACE' });
    expect(t.pages('acknowledge').map((p) => p.slice(5))).toEqual(['role:manager', 'role:lead-engineer']);
  });

  it('the echo of our own acknowledgement is nobody’s, also when people.yaml lacks somebody’s PagerDuty id', () => {
    const noId = shippedCatalog({ 'org/people.yaml': (y) => y.replace(/ {4}pagerduty: PADA001\n/, '') });
    const t = play({ catalog: noId });
    t.declare('p3');
    t.work();
    t.do('incident.ack', { forMs: 60_000 }, 'U0DORA');
    t.at('1:00');
    t.webhook('acknowledged', L1);
    expect(t.state.ack).toBeUndefined();
  });

  it('somebody PagerDuty knows and we do not is on it all the same, and is not invited to Slack', () => {
    const t = paged();
    t.webhook('acknowledged', L1, 'PSTRANGER');
    expect(t.state.ack?.by).toBe('pagerduty:PSTRANGER');
    expect(t.state.responders.every((r) => r.startsWith('U'))).toBe(true);
    t.at('4m');
    expect(t.do('incident.ack', {}, 'U0GRACE')?.code).toBe('refused.already-acknowledged');
  });

  it('does not take the incident from who holds it; the holder’s own acknowledgement renews it', () => {
    const t = paged();
    t.do('incident.ack', { forMs: 120_000 });
    t.webhook('acknowledged', L1, 'PGRACE1');
    expect(t.state.ack?.by).toBe('U0ADA');
    t.at('1m');
    t.webhook('acknowledged', L1, 'PADA001');
    expect(t.state.ack).toMatchObject({ by: 'U0ADA', until: t.now + 20 * 60_000 });
  });

  it('resolved by somebody who may: the incident is over, and the alert is not resolved again', () => {
    const t = paged('p1');
    t.webhook('resolved', L1, 'PADA001');
    expect(t.state).toMatchObject({ status: 'resolved', resolvedBy: 'U0ADA' });
    expect(t.pages('resolve').map((p) => p.slice(5))).toEqual(['role:manager', 'role:lead-engineer']);
  });

  it.each([undefined, 'PSTRANGER'])('resolved by %s: the incident stays open, and people are told', (by) => {
    const t = paged();
    t.webhook('resolved', L1, by);
    expect(t.state.status).toBe('investigating');
    expect(t.lines().at(-1)).toMatch(/closed in PagerDuty.*still open/);
    t.at('5m');
    expect(t.pages()).toHaveLength(3);
  });

  it('about keys that are not ours change nothing', () => {
    const t = paged();
    const before = t.timeline.length;
    t.webhook('resolved', 'role:nobody', 'PADA001');
    t.webhook('resolved', L1, 'PADA001', 7);
    expect(t.timeline).toHaveLength(before);
  });
});
