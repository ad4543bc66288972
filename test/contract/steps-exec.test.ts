/** kubernetes.exec over a real websocket against the simulated cluster: only what is allowed, once, bounded. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allowedExec, allowedIn } from '../../src/domain/command/in-container.ts';
import type { ChangeKind } from '../../src/domain/runbook/step-kind.ts';
import { kindOf } from '../../src/domain/runbook/steps/index.ts';
import { NAME, NS } from './sandbox-world.ts';
import { containersOf } from './support/containers.ts';
import { execute, mustPlan, planOf, type StepWorld, startStepWorld } from './support/step-world.ts';

let w: StepWorld;
beforeEach(async () => {
  w = await startStepWorld('tocsin-wide');
});
afterEach(() => w.close());

const exec = kindOf('kubernetes.exec') as ChangeKind;
const where = { namespace: NS, deployment: NAME, container: 'api' };
const params = (...argv: readonly string[]) => ({ ...where, argv });
const tried = () => w.sim.world.mutations();
const allow = (argv: readonly unknown[]) =>
  allowedExec.safeParse({ ...where, argv }).error?.issues.map((i) => i.message);

it('runs exactly the argv that was approved, in the pod that was named, once', async () => {
  const plan = await mustPlan(w, exec, params('ls', '-l', '/data/uploads'));
  expect(plan.changes).toEqual([{ what: 'program', from: 'none', to: '"ls" "-l" "/data/uploads"' }]);
  expect(plan.undo).toBeUndefined();
  expect(tried()).toEqual([]);
  const made = await execute(w, exec, plan);
  expect(made).toMatchObject({ kind: 'done', output: { exit: 0, pod: plan.guarded.pod } });
  expect(made.kind === 'done' && exec.lines(made.output)).toEqual(['invoice-1.pdf', 'invoice-2.pdf']);
  expect(tried().map((m) => [m.body, m.query.tty, m.query.stdin])).toEqual([
    [{ argv: ['ls', '-l', '/data/uploads'] }, 'false', 'false'],
  ]);
});

it.each([
  ['another program', params('cat', '/etc/passwd')],
  ['another argument', params('ls', '-a', '/data/uploads')],
  ['an argument that does not fit', params('ls', '-l', '/etc')],
  ['one that only begins as it should', params('ls', '-l', '/data/uploads; rm -rf /')],
  ['one with a line of its own', params('ls', '-l', '/data/uploads\n/etc')],
  ['an option where a path belongs', params('ls', '-l', '--help')],
  ['one argument more', params('ls', '-l', '/data/uploads', '/etc')],
  ['one argument less', params('ls', '-l')],
  ['another container', { ...params('hostname'), container: 'sidecar' }],
  ['another deployment', { ...params('hostname'), deployment: 'other' }],
  ['another namespace', { ...params('hostname'), namespace: 'default' }],
])('refuses %s, before the cluster is asked', async (_, given) => {
  const calls = w.ledger.of('kubernetes', /./).length;
  expect(await planOf(w, exec, given)).toEqual({ refused: expect.stringContaining('workflows/org/policy.yaml') });
  expect(w.ledger.of('kubernetes', /./)).toHaveLength(calls);
});

it('allows nothing where nothing is written', () => {
  expect(allowedIn([], params('hostname'))).toEqual({ refused: expect.stringContaining('nothing may be run in') });
});

it('asks the policy again when it is carried out', async () => {
  const plan = await mustPlan(w, exec, params('hostname'));
  const dir = mkdtempSync(join(tmpdir(), 'exec-'));
  writeFileSync(join(dir, 'kubeconfig'), w.sim.kubernetes.kubeconfig('tocsin-wide'));
  const containers = containersOf(join(dir, 'kubeconfig'), []);
  const made = exec.execute(plan, { ...w.ports, containers }, { key: 'k', late: false });
  await expect(made).rejects.toMatchObject({ kind: 'permanent', code: 'exec.not-allowed' });
  expect(tried()).toEqual([]);
  await containers.close();
  rmSync(dir, { recursive: true });
});

it.each([
  [['sh', '-c', 'ls'], 'must not be a shell'],
  [['/bin/bash', '-c', 'ls'], 'must not be a shell'],
  [['busybox', { pattern: '[a-z]+' }], 'leaves an argument of an interpreter open'],
  [['python3', '-c', { pattern: '[a-z]+' }], 'leaves an argument of an interpreter open'],
  [[{ pattern: '[a-z]+' }], 'the program itself must be written'],
  [['ls', { pattern: '.*' }], ''],
  [[], 'needs the program'],
])('no policy can allow %j', (argv, why) => {
  expect(allow(argv)?.join()).toContain(why);
});

it('a program that fails is a step that failed, with its last words', async () => {
  const plan = await mustPlan(w, exec, params('false'));
  await expect(execute(w, exec, plan)).rejects.toMatchObject({
    kind: 'permanent',
    message: 'false ended with 1: it is not so',
  });
});

it('a program that is not there was not run', async () => {
  const plan = await mustPlan(w, exec, params('nosuch'));
  await expect(execute(w, exec, plan)).rejects.toMatchObject({
    kind: 'permanent',
    message: expect.stringContaining('executable file not found'),
  });
});

it('a connection that ends before the program does leaves nobody knowing', async () => {
  const plan = await mustPlan(w, exec, params('crash'));
  await expect(execute(w, exec, plan)).rejects.toMatchObject({ kind: 'unknown' });
  expect(exec.class).toBe('once');
});

it('keeps no more than 64 KiB, and says so', async () => {
  const made = await execute(w, exec, await mustPlan(w, exec, params('yes')));
  if (made.kind !== 'done') throw new Error(made.kind);
  expect(String(made.output.text).length).toBe(64 * 1024);
  expect(made.output.note).toContain('cut off');
});

it('runs nothing when the pod has gone since the plan', async () => {
  const plan = await mustPlan(w, exec, params('hostname'));
  w.sim.world.deploy('registry.example.com/architect-api:v42', 'release v42');
  w.pass(300);
  expect(await execute(w, exec, plan)).toMatchObject({ kind: 'drifted' });
  expect(tried()).toEqual([]);
});

it('says in the plan that the cluster forbids it', async () => {
  await w.close();
  w = await startStepWorld('tocsin');
  await expect(planOf(w, exec, params('hostname'))).rejects.toMatchObject({
    code: 'kubernetes.forbidden',
    message: expect.stringContaining('get on pods/exec'),
  });
});
