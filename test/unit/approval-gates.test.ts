/** Gates: what a runbook may make of them, what raises them, and when enough people of the right groups agreed. */
import fc from 'fast-check';
import {
  type Approval,
  type ChangePolicy,
  type GateFacts,
  gateFor,
  isReached,
  looserThan,
  missing,
  stillWanted,
} from '../../src/domain/approval/model.ts';

const one: Approval = { from: ['sre'], min: 1, requester: false, expires: 600_000 };
const high: Approval = { from: ['sre', 'leads'], min: 2, distinct: true, requester: false, expires: 300_000 };
const policy: ChangePolicy = {
  gates: { low: one, medium: one, high },
  kinds: { 'postgres.restore': { ...high, from: ['dba', 'leads'] } },
  runbookGates: 'stricter',
  raise: [
    { if: 'plan.share >= 0.5', to: 'high', because: 'half of the replicas' },
    { if: 'plan.deployMinutes < 30', to: 'high', because: 'rolled out a moment ago' },
    { if: 'incident.rank > 2', to: 'high', because: 'not urgent' },
  ],
};
const facts = (plan: GateFacts['plan'] = {}, rank = 1): GateFacts => ({ plan, incident: { rank }, service: {} });
const gate = (own: Partial<Approval>, of = facts(), kind = 'kubernetes.scale') =>
  gateFor(policy, { kind, risk: 'medium', own, facts: of });

const GROUPS = ['sre', 'leads', 'dba'];
const anyGate = fc.record({
  from: fc.subarray(GROUPS, { minLength: 1 }),
  min: fc.integer({ min: 1, max: 4 }),
  distinct: fc.boolean(),
  requester: fc.boolean(),
  expires: fc.integer({ min: 30_000, max: 900_000 }),
});
const part = fc.record(
  {
    from: fc.subarray(GROUPS, { minLength: 1 }),
    min: fc.integer({ min: 1, max: 4 }),
    distinct: fc.boolean(),
    requester: fc.boolean(),
    expires: fc.integer({ min: 30_000, max: 900_000 }),
  },
  { requiredKeys: [] },
);

describe('a runbook’s own approval', () => {
  it('may ask for more people, of fewer groups, sooner', () => {
    const own = { from: ['leads'], min: 2, expires: 60_000 };
    const wide = { ...policy, gates: { ...policy.gates, medium: { ...one, from: ['sre', 'leads'] } } };
    expect(gateFor(wide, { kind: 'x', risk: 'medium', own, facts: facts() })).toMatchObject(own);
  });

  it('never makes a gate looser, whatever it says', () => {
    fc.assert(
      fc.property(anyGate, part, (medium, own) => {
        const of = { ...policy, gates: { ...policy.gates, medium }, raise: [] };
        const made = gateFor(of, { kind: 'x', risk: 'medium', own, facts: facts() });
        expect(looserThan(medium, made)).toEqual([]);
      }),
    );
  });

  it('is told what is looser when it is loaded', () => {
    const own = { from: ['sre', 'interns'], min: 1, requester: true, distinct: false, expires: 900_000 };
    expect(looserThan(high, own).map((l) => l.item ?? l.key)).toEqual([
      'interns',
      'min',
      'requester',
      'distinct',
      'expires',
    ]);
    expect(looserThan(high, { from: ['leads'], min: 3 }).map((l) => l.key)).toEqual(['from']);
    expect(looserThan(high, { from: ['leads', 'sre'], min: 3, expires: 60_000 })).toEqual([]);
  });

  it('replaces what it names where the policy allows any', () => {
    const any: ChangePolicy = { ...policy, runbookGates: 'any', raise: [] };
    const own = { from: ['interns'], requester: true };
    expect(gateFor(any, { kind: 'x', risk: 'high', own, facts: facts() })).toEqual({ ...high, ...own });
  });
});

describe('rules', () => {
  it.each<[string, GateFacts, readonly string[] | undefined]>([
    ['nothing holds', facts({ share: 0.4, deployMinutes: 60 }), undefined],
    ['half of the replicas', facts({ share: 0.5, deployMinutes: 60 }), ['half of the replicas']],
    ['two of them', facts({ share: 1, deployMinutes: 2 }), ['half of the replicas', 'rolled out a moment ago']],
    ['what this change does not have is no reason', facts({}), undefined],
    ['what could not be found out is one', facts({ deployMinutes: null }), ['rolled out a moment ago']],
    ['a rule that cannot be decided holds', { ...facts(), incident: { severity: 'p3' } }, ['not urgent']],
    ['a run without an incident is not what a rule about incidents is about', { ...facts(), incident: {} }, undefined],
  ])('%s', (_what, of, because) => {
    const made = gate({}, of);
    expect(made.because).toEqual(because);
    const raised = because !== undefined;
    expect(made).toMatchObject(raised ? { from: high.from, min: 2, distinct: true, expires: 300_000 } : one);
  });

  it('never lower what the kind or the runbook asks for', () => {
    expect(gate({}, facts({}, 3), 'postgres.restore')).toEqual(policy.kinds['postgres.restore']);
    fc.assert(
      fc.property(anyGate, anyGate, (medium, high) => {
        const of = { ...policy, gates: { ...policy.gates, medium, high } };
        const made = gateFor(of, { kind: 'x', risk: 'medium', facts: facts({}, 3) });
        expect(made.min).toBeGreaterThanOrEqual(Math.max(medium.min, high.min));
        expect(made.expires).toBeLessThanOrEqual(Math.min(medium.expires, high.expires));
      }),
    );
  });
});

describe('enough people', () => {
  const yes = (...groups: string[]) => ({ groups });

  it('of different groups: one person stands for one of them, whichever is wanted', () => {
    expect(isReached(high, [yes('sre'), yes('sre')])).toBe(false);
    expect(stillWanted(high, [yes('sre')])).toEqual(['leads']);
    expect(stillWanted(high, [yes('sre', 'leads')])).toEqual(['sre', 'leads']);
    expect(isReached({ ...high, min: 3 }, [yes('sre'), yes('sre'), yes('sre')])).toBe(false);
    expect(isReached({ ...high, min: 3 }, [yes('sre'), yes('leads'), yes('sre')])).toBe(true);
    expect(isReached(high, [yes('sre', 'leads'), yes('sre')])).toBe(true);
    expect(isReached(high, [yes('sre'), yes('sre', 'leads')])).toBe(true);
    expect(isReached(high, [yes('sre', 'leads')])).toBe(false);
  });

  it('as many as groups could be given to, tried one by one', () => {
    const most = (by: readonly string[][], left: readonly string[]): number =>
      by.length === 0
        ? 0
        : Math.max(
            most(by.slice(1), left),
            ...(by[0] ?? [])
              .filter((g) => left.includes(g))
              .map(
                (g) =>
                  1 +
                  most(
                    by.slice(1),
                    left.filter((l) => l !== g),
                  ),
              ),
          );
    fc.assert(
      fc.property(fc.array(fc.subarray(GROUPS), { maxLength: 5 }), (by) => {
        const all = by.map((groups) => ({ groups }));
        const wide = { ...high, from: GROUPS, min: 4 };
        expect(missing(wide, all)).toBe(Math.max(0, 4 - by.length, 3 - most(by, GROUPS)));
        expect(missing({ ...wide, distinct: false }, all)).toBe(Math.max(0, 4 - by.length));
      }),
    );
  });
});
