/** Programs that runbooks start, as real child processes; and helm, planned on what is and void when that moved. */
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import type { Params, Plan } from '../../src/domain/runbook/model.ts';
import type { ChangeKind, StepPorts } from '../../src/domain/runbook/step-kind.ts';
import { kindOf } from '../../src/domain/runbook/steps/index.ts';
import { type Programs, simulatedPrograms } from '../support/simulated-programs.ts';

const MORE = `  with-secret: { does: x, run: [ECHO, say], effect: read, environment: { KEY: "secret:TOKEN", PLAIN: yes-it-is } }
  no-secret: { does: x, run: [ECHO, say], effect: read, environment: { KEY: "secret:NONE" } }
  no-secret-change: { does: x, run: [ECHO, say], effect: change, environment: { KEY: "secret:NONE" } }
  hang: { does: x, run: [ECHO, sleep], effect: change, timeout: 1s }
  hang-look: { does: x, run: [ECHO, sleep], effect: read, timeout: 1s }
  flood: { does: x, run: [ECHO, flood], effect: read }
  fail: { does: x, run: [ECHO, fail], effect: change }
  gone: { does: x, run: [/opt/none/gone], effect: change }
  anything: { does: x, run: [ECHO, "\${{ a }}"], arguments: { a: { pattern: "[^-].{0,60}" } }, effect: read }
`;

let p: Programs;
let ports: StepPorts;
beforeEach(() => {
  p = simulatedPrograms(MORE);
  ports = { commands: p.commands } as unknown as StepPorts;
});

const look = async (command: string, given: Params = {}) => {
  const kind = kindOf('command.look');
  if (!kind || !('read' in kind)) throw new Error('command.look');
  return kind.read({ command, arguments: given }, ports, { timeout: 5_000, now: 0, since: 0 });
};
test('of a log only the lines that hold a word, whatever its case, and how many there were', async () => {
  const kind = kindOf('command.look');
  if (!kind || !('read' in kind)) throw new Error('command.look');
  const read = (grep: string | string[]) =>
    kind.read({ command: 'anything', arguments: { a: 'ERROR .* here' }, grep }, ports, {
      timeout: 5_000,
      now: 0,
      since: 0,
    });
  expect(await read(['error .*', 'nothing'])).toMatchObject({ count: 1 });
  // Words, not patterns.
  const none = await read('error.*here');
  expect(none).toMatchObject({ count: 0, output: '', lines: [], note: 'no line holds that' });
  expect(kind.lines(none)).toEqual(['no line holds that']);
});
const change = (name: string) => kindOf(name) as ChangeKind;
async function plan(name: string, params: Params): Promise<Plan> {
  const made = await change(name).plan(params, ports, { now: 0, key: 'run/1/plan/1' });
  if ('refused' in made) throw new Error(made.refused);
  return { ...{ run: 1, step: '1', attempt: 1, kind: name, params, runbook: 'x', requester: 'ada' }, ...made };
}
const execute = (of: Plan, late = false) => change(of.kind).execute(of, ports, { key: 'k', late });

test('argv only, an environment of its own, no shell in between', async () => {
  process.env.TOCSIN_TEST_LEAK = 'leaked';
  const said = JSON.parse(String((await look('with-secret')).output)) as { env: Record<string, string>; cwd: string };
  delete process.env.TOCSIN_TEST_LEAK;
  expect(
    Object.keys(said.env)
      .filter((k) => !k.startsWith('__'))
      .sort(),
  ).toEqual(['HOME', 'KEY', 'PATH', 'PLAIN']);
  expect(said).toMatchObject({ cwd: '/', env: { KEY: 's3cret', PLAIN: 'yes-it-is' } });
  for (const a of ['$(id)', '; id', '`id`', '* ?', '"a b"', "it's", '\\n', '%s']) {
    expect(JSON.parse(String((await look('anything', { a })).output)).args).toEqual([a]);
  }
  await expect(look('no-secret')).rejects.toMatchObject({
    kind: 'permanent',
    message: expect.stringContaining('TOCSIN_SECRET_NONE'),
  });
});

test('a secret that is not set is told in the plan, before anybody agrees to it', async () => {
  await expect(plan('command.run', { command: 'no-secret-change' })).rejects.toThrow(
    /no secret NONE: set TOCSIN_SECRET_NONE/,
  );
});

const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux(
  'one that does not end is killed with what it started: nobody knows what a change did',
  async () => {
    const started = await plan('command.run', { command: 'hang' });
    await expect(execute(started)).rejects.toMatchObject({ kind: 'unknown', code: 'command.killed' });
    await expect(look('hang-look')).rejects.toMatchObject({ kind: 'retry' });
    const alive = (): number => children().filter((c) => c.includes('sleep\u0000600')).length;
    for (let n = 0; n < 100 && alive() > 0; n++) await setTimeout(20);
    expect(alive()).toBe(0);
  },
  30_000,
);

function children(): string[] {
  const { readdirSync } = process.getBuiltinModule('node:fs');
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return [];
    try {
      const env = readFileSync(`/proc/${pid}/environ`, 'utf8');
      return env.startsWith('PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\0HOME=')
        ? [readFileSync(`/proc/${pid}/cmdline`, 'utf8')]
        : [];
    } catch {
      return [];
    }
  });
}

test('what it says is bounded, newest kept; an exit code is told with the last words', async () => {
  const flood = await look('flood');
  expect(Buffer.byteLength(JSON.stringify(flood))).toBeLessThan(40_000);
  expect((flood.lines as string[]).at(-1)).toBe('line 19999');
  await expect(execute(await plan('command.run', { command: 'fail' }))).rejects.toMatchObject({
    kind: 'permanent',
    message: expect.stringMatching(/ended with 3: .*may have done a part/),
  });
});

test('what is missing shows in the plan', async () => {
  await expect(plan('command.run', { command: 'gone' })).rejects.toThrow(
    /there is no \/opt\/none\/gone on this worker/,
  );
  await expect(plan('command.run', { command: 'nothing' })).rejects.toThrow(/allows no command nothing/);
  await expect(plan('command.run', { command: 'restart-unit', arguments: { unit: '-x' } })).rejects.toThrow(
    /must not begin with -/,
  );
  await expect(look('restart-unit', { unit: 'a.service' })).rejects.toThrow(/use command.run/);
});

describe('helm', () => {
  const name = { release: 'smartcloudops-ai', namespace: 'smartcloudops' };
  const revisions = () =>
    p.releases()['smartcloudops/smartcloudops-ai']?.map((r) => [r.revision, r.app_version, r.status]);

  test('rolls back to the release before, not to the first one ever; its undo brings it back', async () => {
    const back = await plan('helm.rollback', name);
    expect(back).toMatchObject({
      summary: expect.stringMatching(/from revision 3 to 2 \(v1\.0\.1\)/),
      guarded: { revision: 3 },
    });
    expect(p.helmCalls().every(([verb]) => verb === 'history')).toBe(true);
    expect(await execute(back)).toMatchObject({ kind: 'done', output: { revision: 4 } });
    expect(revisions()?.at(-1)).toEqual([4, 'v1.0.1', 'deployed']);
    const undo = await plan(back.undo?.kind ?? '', back.undo?.params ?? {});
    await execute(undo);
    expect(revisions()?.at(-1)).toEqual([5, 'v1.0.2', 'deployed']);
  });

  test('somebody else’s release voids the plan; too late does nothing', async () => {
    const up = await plan('helm.upgrade', { ...name, chart: 'charts/x', set: { 'image.tag': 'v1.1.0' } });
    expect(await execute(up, true)).toEqual({ kind: 'late' });
    await execute(await plan('helm.rollback', { ...name, toRevision: 1 }));
    expect(await execute(up)).toMatchObject({ kind: 'drifted', moved: ['revision: 3 → 4'] });
    expect(revisions()?.length).toBe(4);
  });

  test('upgrades, installs and uninstalls, each with its way back', async () => {
    await execute(await plan('helm.upgrade', { ...name, chart: 'charts/x', set: { 'image.tag': 'v1.1.0' } }));
    expect(revisions()?.at(-1)).toEqual([4, 'v1.1.0', 'deployed']);
    const dr = { release: 'smartcloudops-ai-dr', namespace: 'smartcloudops-dr' };
    const install = await plan('helm.install', { ...dr, chart: 'charts/smartcloudops-ai' });
    await execute(install);
    expect(install.undo).toMatchObject({ kind: 'helm.uninstall', params: dr });
    await execute(await plan('helm.uninstall', dr));
    expect(p.releases()['smartcloudops-dr/smartcloudops-ai-dr']?.at(-1)?.status).toBe('uninstalled');
  });

  test.each([
    ['helm.upgrade', { ...name, chart: 'charts/x', set: { 'image.tag': 'latest' } }, /tag that moves/],
    ['helm.upgrade', { ...name, chart: '--post-renderer=/bin/sh' }, /must be a chart/],
    ['helm.install', { release: '-x', namespace: 'a', chart: 'c' }, /name of a release/],
    ['helm.upgrade', { ...name, chart: 'c', version: '--x' }, /one version/],
  ])('%s %j is refused when it is read', (kind, params, why) => {
    expect(
      kindOf(kind)
        ?.schema.check(params)
        .map((x) => x.message)
        .join(),
    ).toMatch(why);
  });

  test('without a helm, or a release, the plan says so', async () => {
    await expect(plan('helm.rollback', { release: 'none', namespace: 'a' })).rejects.toThrow(
      /there is no release a\/none/,
    );
    await expect(plan('helm.install', { ...name, chart: 'c' })).rejects.toThrow(/use helm.upgrade/);
  });
});
