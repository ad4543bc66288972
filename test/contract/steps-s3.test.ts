/** s3.list and s3.copy against an aws that is a process of its own, with folders for buckets. */
import type { Plan } from '../../src/domain/runbook/model.ts';
import type { StepPorts } from '../../src/domain/runbook/step-kind.ts';
import { s3Copy } from '../../src/domain/runbook/steps/s3-copy.ts';
import { s3List } from '../../src/domain/runbook/steps/s3-list.ts';
import { simulatedPrograms } from '../support/simulated-programs.ts';

const FROM = 's3://architect-backups/nightly/2026-11-25.dump';
const TO = 's3://architect-backups/kept/2026-11-25.dump';
const NOW = Date.parse('2026-11-25T05:30:00Z');

function world() {
  const programs = simulatedPrograms();
  const ports = { commands: programs.commands } as unknown as StepPorts;
  return {
    programs,
    list: (params: object) => s3List.read({ ...params }, ports, { now: NOW, since: NOW, timeout: 1_000 }),
    plan: (more: object = {}) => s3Copy.plan({ from: FROM, to: TO, ...more }, ports, { now: NOW, key: 'k' }),
    execute: (plan: unknown, more: object = {}, late = false) =>
      s3Copy.execute({ ...(plan as Plan), params: { from: FROM, to: TO, ...more } }, ports, { key: 'k', late }),
    copies: () => programs.awsCalls().filter(([, verb]) => verb === 'cp').length,
  };
}

describe('s3.list', () => {
  test('newest first, with the age of the newest', async () => {
    const said = await world().list({ bucket: 'architect-backups', prefix: 'nightly/' });
    expect(said).toMatchObject({ count: 2, hours: 3.5, newest: { key: 'nightly/2026-11-25.dump', size: 17 } });
    expect(s3List.lines(said)[0]).toBe('2 objects, the newest 3.5 h old');
  });

  test('nothing there is an answer, a bucket that is not there is a failure', async () => {
    const w = world();
    const none = await w.list({ bucket: 'architect-backups', prefix: 'weekly/' });
    expect(none).toMatchObject({ count: 0, note: 'there is nothing under s3://architect-backups/weekly/' });
    await expect(w.list({ bucket: 'nobodys' })).rejects.toMatchObject({ code: 's3.no-bucket' });
  });

  test.each([
    { bucket: '--endpoint-url' },
    { bucket: 'A' },
    { bucket: 'architect-backups', prefix: '-x' },
    { bucket: 'architect-backups', prefix: 'a\nb' },
  ])('takes no %j', async (params) => {
    await expect(world().list(params)).rejects.toThrow(/must be/);
  });
});

describe('s3.copy', () => {
  test('copies as planned, once, and says how much', async () => {
    const w = world();
    const plan = await w.plan();
    expect(plan).toMatchObject({ summary: `Copy ${FROM} to ${TO}`, changes: [{ from: 'none', to: '17 B' }] });
    expect(w.copies()).toBe(0);
    expect(await w.execute(plan)).toMatchObject({ kind: 'done', output: { size: 17 } });
    expect(w.copies()).toBe(1);
    expect(await w.plan()).toEqual({ refused: `${TO} is the same already` });
  });

  test('writes over something else only when told to', async () => {
    const w = world();
    w.programs.buckets.put(TO, 'something else');
    expect(await w.plan()).toMatchObject({ refused: expect.stringMatching(/is there already .*replace: true/) });
    expect(await w.plan({ replace: true })).toMatchObject({ changes: [{ from: '14 B', to: '17 B' }] });
  });

  test('is void when either of them is another one by now, and does nothing when it comes too late', async () => {
    const w = world();
    const plan = await w.plan();
    expect(await w.execute(plan, {}, true)).toEqual({ kind: 'late' });
    w.programs.buckets.put(FROM, 'another');
    expect(await w.execute(plan)).toMatchObject({ kind: 'drifted' });
    expect(w.copies()).toBe(0);
  });

  test('fails when what arrived is not the whole', async () => {
    const w = world();
    const to = 's3://architect-backups/broken/2026-11-25.dump';
    const plan = await w.plan({ to });
    await expect(w.execute(plan, { to })).rejects.toMatchObject({ code: 's3.not-copied' });
  });

  test('refuses what is not there, and a folder', async () => {
    const w = world();
    const from = 's3://architect-backups/nightly/never.dump';
    expect(await w.plan({ from })).toEqual({ refused: `there is no ${from}` });
    await expect(w.plan({ to: 's3://architect-backups/kept/' })).rejects.toThrow(/must be an object/);
    await expect(w.plan({ to: '--recursive' })).rejects.toThrow(/must be an object/);
  });
});
