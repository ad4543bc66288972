/** aws.wafBlock, aws.wafUnblock and aws.securityGroupRevoke against an aws that is a process of its own. */
import type { Plan } from '../../src/domain/runbook/model.ts';
import type { ChangeKind, StepPorts } from '../../src/domain/runbook/step-kind.ts';
import { awsSecurityGroupRevoke } from '../../src/domain/runbook/steps/aws-security-group-revoke.ts';
import { awsWafBlock, awsWafUnblock } from '../../src/domain/runbook/steps/aws-waf.ts';
import { STEP_KINDS } from '../../src/domain/runbook/steps/index.ts';
import { simulatedPrograms } from '../support/simulated-programs.ts';

const BLOCK = { ipSet: 'architect-blocked', addresses: ['203.0.113.7', '198.51.100.9', '203.0.113.0/24'] };
const REVOKE = { group: 'sg-0a1b2c3d4e5f60718', from: '0.0.0.0/0', port: 5432 };

function world() {
  const programs = simulatedPrograms();
  const ports = { commands: programs.commands } as unknown as StepPorts;
  return {
    programs,
    plan: (kind: ChangeKind, params: object) => kind.plan({ ...params }, ports, { now: 0, key: 'k' }),
    execute: (kind: ChangeKind, params: object, plan: unknown) =>
      kind.execute({ ...(plan as Plan), params: { ...params } }, ports, { key: 'k', late: false }),
    blocked: () => programs.buckets.account().ipSets[0]?.Addresses,
    rules: () => programs.buckets.account().rules.map((r) => r.id),
  };
}

describe('aws.wafBlock', () => {
  test('adds what is not blocked yet to what is, and its undo takes exactly that out', async () => {
    const w = world();
    const plan = await w.plan(awsWafBlock, BLOCK);
    expect(plan).toMatchObject({ summary: expect.stringMatching(/^Block 203.0.113.7\/32, 203.0.113.0\/24 at/) });
    expect(await w.execute(awsWafBlock, BLOCK, plan)).toMatchObject({ kind: 'done', output: { addresses: 3 } });
    expect(w.blocked()).toEqual(['198.51.100.9/32', '203.0.113.7/32', '203.0.113.0/24']);
    const { params } = (plan as Plan).undo as NonNullable<Plan['undo']>;
    const back = await w.plan(awsWafUnblock, params);
    expect(await w.execute(awsWafUnblock, params, back)).toMatchObject({ kind: 'done' });
    expect(w.blocked()).toEqual(['198.51.100.9/32']);
  });

  test('is void when somebody changed the set since', async () => {
    const w = world();
    const plan = await w.plan(awsWafBlock, BLOCK);
    const { ipSets, ...rest } = w.programs.buckets.account();
    w.programs.buckets.setAccount({ ...rest, ipSets: ipSets.map((s) => ({ ...s, LockToken: 't2' })) });
    expect(await w.execute(awsWafBlock, BLOCK, plan)).toMatchObject({ kind: 'drifted', moved: ['lock: t1 → t2'] });
  });

  test('refuses a set that is not there, what is blocked already, and addresses of the other kind', async () => {
    const w = world();
    expect(await w.plan(awsWafBlock, { ...BLOCK, ipSet: 'blocked' })).toMatchObject({
      refused: expect.stringMatching(/no IP set/),
    });
    const known = { ...BLOCK, addresses: ['198.51.100.9'] };
    expect(await w.plan(awsWafBlock, known)).toEqual({ refused: 'architect-blocked has them all already' });
    const six = { ...BLOCK, addresses: ['2001:db8::1'] };
    expect(await w.plan(awsWafBlock, six)).toMatchObject({ refused: expect.stringMatching(/holds IPV4 only/) });
  });

  test.each([
    [{ ipSet: 'partners' }, /set that blocks/],
    [{ addresses: ['0.0.0.0/0'] }, /no wider than/],
    [{ addresses: ['10.0.0.0/8'] }, /no wider than/],
    [{ addresses: ['::/0'] }, /no wider than/],
    [{ addresses: ['--cli-input-json'] }, /no wider than/],
    [{ addresses: ['300.1.1.1'] }, /no wider than/],
    [{ addresses: [] }, /at least one/],
  ])('%j is refused', (more, why) => {
    expect(awsWafBlock.schema.check({ ...BLOCK, ...more })[0]?.message).toMatch(why);
  });
});

describe('aws.securityGroupRevoke', () => {
  test('takes the one rule away that says exactly this', async () => {
    const w = world();
    const plan = await w.plan(awsSecurityGroupRevoke, REVOKE);
    expect(plan).toMatchObject({
      guarded: { rules: 'sgr-1' },
      notes: expect.arrayContaining(['It was made for: a test']),
    });
    expect(plan).not.toHaveProperty('undo');
    const done = await w.execute(awsSecurityGroupRevoke, REVOKE, plan);
    expect(done).toMatchObject({ kind: 'done', output: { rules: ['sgr-1'] } });
    expect(w.rules()).toEqual(['sgr-2', 'sgr-3']);
    expect(await w.plan(awsSecurityGroupRevoke, REVOKE)).toMatchObject({ refused: expect.stringMatching(/no rule/) });
  });

  test('a rule that opens more than this port is another rule', async () => {
    const wide = { ...REVOKE, from: '10.0.0.0/8', port: 22 };
    expect(await world().plan(awsSecurityGroupRevoke, wide)).toMatchObject({
      refused: expect.stringMatching(/no rule/),
    });
  });

  test('no kind opens anything (H1)', () => {
    expect(STEP_KINDS.map((k) => k.name).filter((n) => /authori[sz]e|open|allow/i.test(n))).toEqual([]);
  });
});
