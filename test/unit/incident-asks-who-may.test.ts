import { plain } from '../../src/lib/text.ts';
import { play } from '../support/decide.ts';

const ASKS = [
  ['incident.severity', { severity: 'p3' }],
  ['incident.state', { status: 'identified' }],
  ['incident.state', { status: 'resolved' }],
  ['incident.update', { text: 'x' }],
  ['incident.escalate', { to: 'next' }],
  ['incident.resolve', {}],
  ['incident.run', { runbook: 'architect/api-completely-down' }],
] as const;

describe('who is in none of the groups', () => {
  it.each(ASKS)('may not %s %j, is told who may, and leaves no trace', (type, data) => {
    const t = play();
    t.declare('p1');
    const before = [t.timeline.length, t.effects.size];
    const answer = t.do(type, data as never, 'U0GUEST', ['marketing']);
    expect(answer?.code).toBe('refused.not-permitted');
    expect(plain(answer?.text ?? [])).toMatch(/Members of sre \(@S0SRE\), responders may/);
    expect([t.timeline.length, t.effects.size]).toEqual(before);
  });

  it.each([
    ['incident.ack', {}],
    ['incident.join', {}],
  ] as const)('may %s: that must never wait for a permission', (type, data) => {
    const t = play();
    t.declare('p1');
    expect(t.do(type, data as never, 'U0GUEST', [])?.code).not.toMatch(/^refused/);
  });

  it('may declare', () => {
    expect(play().do('incident.declare', { severity: 'p1', title: 'API down' }, 'U0GUEST', [])?.code).toBe('declared');
  });
});

describe('what there is not', () => {
  it.each([...ASKS, ['incident.ack', {}] as const])('%s %j: refused, whoever asks', (type, data) => {
    expect(play().do(type, data as never)?.code).toBe('refused.no-such-incident');
  });
});
