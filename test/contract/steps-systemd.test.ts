/** systemd.restart against a systemctl that is a process of its own. */
import { describe, expect, test } from '@jest/globals';
import type { Plan } from '../../src/domain/runbook/model.ts';
import type { StepPorts } from '../../src/domain/runbook/step-kind.ts';
import { systemdRestart } from '../../src/domain/runbook/steps/systemd-restart.ts';
import { simulatedPrograms } from '../support/simulated-programs.ts';

const UNIT = 'ai-cost-dashboard.service';
const params = { unit: UNIT };
const running = { active: 'active', sub: 'running', invocation: '1' };

function world() {
  const programs = simulatedPrograms();
  const ports = { commands: programs.commands } as unknown as StepPorts;
  type Context = Parameters<typeof systemdRestart.execute>[2];
  return {
    programs,
    plan: (p: Record<string, unknown> = params) => systemdRestart.plan(p, ports, { now: 0, key: 'k' }),
    execute: (plan: unknown, late = false) =>
      systemdRestart.execute({ ...(plan as Plan), kind: 'systemd.restart', params }, ports, { late } as Context),
  };
}

describe('systemd.restart', () => {
  test('restarts the service once, as planned, and says how it stands', async () => {
    const w = world();
    const plan = await w.plan();
    expect(plan).toMatchObject({ summary: `Restart ${UNIT}`, guarded: { state: 'active', invocation: '1' } });
    expect(w.programs.units()[UNIT]?.invocation).toBe('1');
    expect(await w.execute(plan)).toMatchObject({ kind: 'done', output: { state: 'active' } });
    expect(w.programs.units()[UNIT]?.invocation).toBe('2');
  });

  test('is void when somebody restarted it since, and touches nothing', async () => {
    const w = world();
    const plan = await w.plan();
    w.programs.setUnits({ [UNIT]: { ...running, invocation: '7' } });
    expect(await w.execute(plan)).toEqual({ kind: 'drifted', moved: ['invocation: 1 → 7'] });
    expect(w.programs.units()[UNIT]?.invocation).toBe('7');
  });

  test('does nothing when it comes too late', async () => {
    const w = world();
    expect(await w.execute(await w.plan(), true)).toEqual({ kind: 'late' });
    expect(w.programs.units()[UNIT]?.invocation).toBe('1');
  });

  test('refuses a service that is not there when it is planned', async () => {
    const refused = await world().plan({ unit: 'nobody.service' });
    expect(refused).toEqual({ refused: 'nobody.service cannot be restarted: there is no such unit on this machine' });
  });

  test('failed when systemctl says so, and when the service ends right after', async () => {
    const w = world();
    w.programs.setUnits({ [UNIT]: { ...running, fails: true, becomes: { active: 'failed', sub: 'failed' } } });
    await expect(w.execute(await w.plan())).rejects.toMatchObject({ kind: 'permanent', code: 'command.failed' });
    w.programs.setUnits({ [UNIT]: { ...running, becomes: { active: 'activating', sub: 'auto-restart' } } });
    await expect(w.execute(await w.plan())).rejects.toMatchObject({ kind: 'permanent', code: 'systemd.not-active' });
  });

  test.each([
    '-H',
    '--host=evil.service',
    'a b.service',
    'reboot.target',
    '*.service',
    'nginx',
    'a/b.service',
    'x.service\n',
  ])('takes no %j for a service', async (unit) => {
    await expect(world().plan({ unit })).rejects.toThrow(/must be a service/);
  });
});
