/** kubernetes.copyOut: the real program, a kubectl and an aws that work on folders, and a cluster that says which pod serves. */
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OperatorCommands } from '../../src/adapters/command/operator-commands.ts';
import { ProcessCommand } from '../../src/adapters/command/process-command.ts';
import { kubernetesCopyOut } from '../../src/domain/runbook/steps/kubernetes-copy-out.ts';
import { packageRoot } from '../../src/lib/package-root.ts';
import { NS } from './sandbox-world.ts';
import { execute, mustPlan, planOf, type StepWorld, startStepWorld } from './support/step-world.ts';

/** What stands after `--` is run as the container would run it; POD is its file system. */
const KUBECTL = `#!/usr/bin/env bash
set -euo pipefail
echo "$@" >>"$CALLS"
while [ "$1" != -- ]; do shift; done
shift
[ "$1 $2 $3 $4" = "tar -cf - -C" ] || exit 64
[ -n "\${CUT:-}" ] && { tar -cf - -C "$POD$5" -- "$7" | head -c 1536; exit 0; }
tar -cf - -C "$POD$5" -- "$7"
`;
const AWS = `#!/usr/bin/env bash
set -euo pipefail
at() { while [ $# -gt 1 ]; do [ "$1" = "$want" ] && echo "$2" && return; shift; done; }
want=--key; key=$(at "$@")
case "$2" in
  put-object) want=--body; mkdir -p "$(dirname "$S3/$key")"; cp "$(at "$@")" "$S3/$key" ;;
  head-object) stat --format=%s "$S3/$key" ;;
esac
`;
const PARAMS = {
  ...{ namespace: NS, deployment: 'architect-api', container: 'api' },
  ...{ path: '/data/uploads', to: 's3://backups/uploads/' },
};

let w: StepWorld;
let dir: string;
beforeEach(async () => {
  w = await startStepWorld('tocsin-wide');
  dir = mkdtempSync(join(tmpdir(), 'copy-out-'));
  for (const [name, text] of Object.entries({ kubectl: KUBECTL, aws: AWS })) {
    writeFileSync(join(dir, name), text);
    chmodSync(join(dir, name), 0o755);
  }
  mkdirSync(join(dir, 'pod/data/uploads'), { recursive: true });
  mkdirSync(join(dir, 's3'));
  for (const n of [1, 2, 3]) writeFileSync(join(dir, `pod/data/uploads/${n}.txt`), 'x'.repeat(1_000));
});
afterEach(async () => {
  await w.close();
  rmSync(dir, { recursive: true });
});

function withProgram(more: Record<string, string> = {}): StepWorld {
  const environment = {
    ...{ PATH: `${dir}:/usr/bin:/bin`, POD: join(dir, 'pod'), S3: join(dir, 's3'), CALLS: join(dir, 'calls') },
    ...more,
  };
  const file = `${packageRoot()}/deploy/programs/container-copy`;
  const list = { commands: {}, binaries: { 'container-copy': { file, environment } }, argv: () => ({ refused: '' }) };
  return { ...w, ports: { ...w.ports, commands: new OperatorCommands(() => list, new ProcessCommand()) } };
}
const arrived = () => readdirSync(join(dir, 's3'), { recursive: true }).filter((f) => String(f).endsWith('.gz'));

it('copies what the plan says, from the pod of the plan, and says what arrived', async () => {
  const at = withProgram();
  const plan = await mustPlan(at, kubernetesCopyOut, PARAMS);
  expect(plan.summary).toMatch(
    /^Copy \/data\/uploads of .*\/architect-api to s3:.*architect-api-uploads-\d+T\d+Z\.tar\.gz$/,
  );
  expect(arrived()).toEqual([]);
  const done = await execute(at, kubernetesCopyOut, plan);
  expect(done).toMatchObject({
    kind: 'done',
    output: { entries: 4, address: expect.stringMatching(/^s3:\/\/backups\//) },
  });
  expect(arrived()).toHaveLength(1);
});

it('an archive that is cut off is not uploaded', async () => {
  const at = withProgram({ CUT: 'yes' });
  const plan = await mustPlan(at, kubernetesCopyOut, PARAMS);
  await expect(execute(at, kubernetesCopyOut, plan)).rejects.toMatchObject({ code: 'command.failed' });
  expect(arrived()).toEqual([]);
});

it('what the policy does not name is refused, and a pod that is gone is another plan', async () => {
  const at = withProgram();
  const secret = await planOf(at, kubernetesCopyOut, { ...PARAMS, path: '/etc/shadow' });
  expect(secret).toMatchObject({ refused: expect.stringMatching(/is not among what may be run/) });
  const plan = await mustPlan(at, kubernetesCopyOut, PARAMS);
  const moved = { ...plan, guarded: { ...plan.guarded, pod: 'another' } };
  expect(await execute(at, kubernetesCopyOut, moved)).toMatchObject({ kind: 'drifted' });
});

it.each(['data', '/data/../etc', '/data/$(id)', '/', '/a b', '--help'])('takes no %j for a path', (path) => {
  expect(kubernetesCopyOut.schema.check({ ...PARAMS, path })).not.toEqual([]);
});
