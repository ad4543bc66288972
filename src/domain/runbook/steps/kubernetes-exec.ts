/** kubernetes.exec: one program in one container, exactly as the policy allows it; nobody can know what it does twice. */
import { z } from 'zod';
import type { PodView } from '../../../ports/cluster.ts';
import { Fault } from '../../../ports/fault.ts';
import type { Plan } from '../model.ts';
import { type ClusterRight, inNamespace, listPodsOfDeployment } from '../needs.ts';
import type { ChangeKind, ExecuteContext, Executed, Planned, StepPorts } from '../step-kind.ts';
import { schemaOf } from '../step-kind.ts';
import { moved } from './deployment-change.ts';
import { deployment, namespace, objectName } from './fields.ts';

const inside = z.strictObject({
  namespace,
  deployment,
  container: objectName,
  /** The program and its arguments, one by one: there is no shell that would take them apart. */
  argv: z.array(z.string().min(1).max(1_000)).min(1, 'needs a program').max(50),
});

export const execRights: readonly ClusterRight[] = [
  ...listPodsOfDeployment,
  { apiGroup: '', resource: 'pods/exec', verb: 'get' },
  { apiGroup: '', resource: 'pods/exec', verb: 'create', otherwise: 'Kubernetes 1.35 and later ask for it, too' },
];

/** Always the same one of those that serve, so that approving and doing mean one pod. */
export const serving = (pods: readonly PodView[]): PodView | undefined =>
  pods.filter((p) => p.ready).sort((a, b) => (a.name < b.name ? -1 : 1))[0];

async function plan(params: unknown, { cluster, containers }: StepPorts): Promise<Planned> {
  const what = inside.parse(params);
  const where = `container ${what.container} of deployment ${what.namespace}/${what.deployment}`;
  const allowed = containers.allowed(what);
  if ('refused' in allowed) return allowed;
  await containers.check(what.namespace);
  const pod = serving(await cluster.pods(what.namespace, what.deployment));
  if (!pod) return { refused: `no pod of deployment ${what.namespace}/${what.deployment} is ready to run anything in` };
  return {
    summary: `Run ${what.argv[0]} in ${where}`,
    changes: [{ what: 'program', from: 'none', to: what.argv.map((a) => JSON.stringify(a)).join(' ') }],
    notes: [
      `In pod ${pod.name}, for at most ${allowed.timeout / 1_000} s, without a terminal`,
      'What it does is not known beforehand and cannot be undone from here',
    ],
    guarded: { pod: pod.name, image: pod.image },
    request: { ...what },
  };
}

async function execute(of: Plan, { cluster, containers }: StepPorts, { late }: ExecuteContext): Promise<Executed> {
  const what = inside.parse(of.request);
  const pods = await cluster.pods(what.namespace, what.deployment);
  const pod = pods.find((p) => p.ready && p.name === of.guarded.pod);
  const differs = moved(of.guarded, pod ? { pod: pod.name, image: pod.image } : { pod: serving(pods)?.name ?? null });
  if (!pod || differs.length > 0) return { kind: 'drifted', moved: differs };
  if (late) return { kind: 'late' };
  const { exit, out, err, cut } = await containers.run(what, pod.name);
  const said = `${out}${err}`.trim();
  if (exit !== 0) {
    throw new Fault(
      'permanent',
      'exec.failed',
      `${what.argv[0]} ended with ${exit}: ${said.slice(-300) || 'it said nothing'}`,
    );
  }
  const note = cut ? { note: 'It said more than 64 KiB and was cut off: whether it came to its end is not known' } : {};
  return { kind: 'done', output: { exit, text: out, errors: err, pod: pod.name, ...note } };
}

export const kubernetesExec: ChangeKind = {
  name: 'kubernetes.exec',
  summary: 'Runs one program in one container, if exec: in workflows/org/policy.yaml allows exactly that.',
  risk: 'high',
  class: 'once',
  mutates: true,
  schema: schemaOf(inside, { mutates: true, outputs: ['exit', 'text', 'errors', 'pod', 'note'] }),
  examples: [
    {
      means: 'Which files were uploaded',
      params: {
        namespace: 'architect-production',
        deployment: 'architect-api',
        container: 'api',
        argv: ['ls', '-l', '/data/uploads'],
      },
    },
  ],
  needs: (p) => inNamespace(p, execRights),
  target(params) {
    const p = inside.parse(params);
    return `deployment/${p.namespace}/${p.deployment}`;
  },
  plan,
  execute,
  lines: ({ text, errors, note }) =>
    [...String(text).split('\n'), ...String(errors).split('\n'), ...(note ? [String(note)] : [])].filter(
      (l) => l !== '',
    ),
};
