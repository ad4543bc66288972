/** kubernetes.job: an image with its arguments, run once to its end in the cluster, with what it printed. */
import { z } from 'zod';
import { duration } from '../../../lib/yaml/fields.ts';
import { CHANGE_KEY } from '../../../ports/cluster.ts';
import { Fault } from '../../../ports/fault.ts';
import type { KubeObject } from '../../../ports/objects.ts';
import type { Plan } from '../model.ts';
import { inNamespace, runJob } from '../needs.ts';
import { cut } from '../output.ts';
import type { ChangeKind, ExecuteContext, Executed, Planned, StepPorts } from '../step-kind.ts';
import { schemaOf } from '../step-kind.ts';
import { fieldsOf } from './field-changes.ts';
import { namespace as namespaceName } from './fields.ts';
import { list, number, text } from './object-rows.ts';
import { shownAs } from './program.ts';

const MINUTE = 60_000;
const DAY_SECONDS = 86_400;
/** Looked at so often while it runs; a worker gives up after thirty looks without an end, and a person is asked. */
const LOOKS = 25;
const SHORTEST = 5_000;
const LAST_LINES = 100;

const label = /^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/;
const SHELL = /^(?:.*\/)?(?:ba|da|z|k|c|tc|fi|a)?sh$/;
const IMAGE =
  /^(?:[a-z0-9.-]+(?::\d{1,5})?\/)?[a-z0-9._/-]{1,200}(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/;

/** Which bytes a moving tag means is known to nobody when it is approved (H17). */
const stands = (image: string): boolean => {
  if (image.includes('@sha256:')) return true;
  const tag = /:([^:/]+)$/.exec(image)?.[1];
  return tag !== undefined && !/^(latest|main|master|stable|dev|edge|nightly)$/.test(tag);
};

const params = z.strictObject({
  namespace: namespaceName,
  /** What the job is called; the moment of its plan is added. */
  name: z.string().regex(label, 'must be a short name: a-z, 0-9 and -, at most 40'),
  image: z
    .string()
    .max(400)
    .regex(IMAGE, 'must be an image: registry.example.com/team/tool:1.4.2')
    .refine(stands, 'must have a tag that does not move, or a digest: latest is another image tomorrow'),
  command: z
    .array(
      z
        .string()
        .max(1_000)
        .regex(/^\P{Cc}*$/u, 'must not hold control characters'),
    )
    .min(1, 'needs the program and its arguments, one by one')
    .max(50)
    .refine(([program = '']) => !SHELL.test(program), 'must not be a shell: name the program and its arguments'),
  env: z
    .record(z.string().regex(/^[A-Z_][A-Z0-9_]{0,99}$/, 'must be the name of a variable'), z.string().max(2_000))
    .default({}),
  /** Secrets of the namespace whose entries become variables: never seen here. */
  secrets: z
    .array(z.string().regex(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/, 'must be the name of a secret'))
    .max(10)
    .default([]),
  timeout: duration({ min: 10_000, max: 60 * MINUTE }).default(10 * MINUTE),
});

type Params = z.output<typeof params>;

function manifestOf(p: Params, name: string): KubeObject {
  const labels = { 'app.kubernetes.io/managed-by': 'tocsin' };
  const container = {
    name: 'job',
    image: p.image,
    command: p.command,
    env: Object.entries(p.env).map(([key, value]) => ({ name: key, value })),
    ...(p.secrets.length > 0 ? { envFrom: p.secrets.map((s) => ({ secretRef: { name: s } })) } : {}),
  };
  return {
    ...{ apiVersion: 'batch/v1', kind: 'Job', metadata: { name, namespace: p.namespace, labels } },
    spec: {
      // It is tried once: whether a second time does harm is known to nobody here.
      backoffLimit: 0,
      activeDeadlineSeconds: Math.ceil(p.timeout / 1_000),
      ttlSecondsAfterFinished: DAY_SECONDS,
      template: { metadata: { labels }, spec: { restartPolicy: 'Never', containers: [container] } },
    },
  } as KubeObject;
}

const at = ({ namespace: ns }: Params, name: string) => `${ns}/${name}`;

async function jobOf({ objects }: StepPorts, p: Params, name: string): Promise<KubeObject | undefined> {
  return (await objects.list('jobs', { namespace: p.namespace, name }))[0];
}

async function plan(given: unknown, ports: StepPorts, now: number): Promise<Planned> {
  const p = params.parse(given);
  const name = `${p.name}-${Math.floor(now / 1_000).toString(36)}`;
  if (await jobOf(ports, p, name)) return { refused: `there is a job ${at(p, name)} already` };
  const manifest = manifestOf(p, name);
  await ports.changes.startJob({ namespace: p.namespace, name }, manifest, { dryRun: true });
  const [file = '', ...args] = p.command;
  const minutes = Math.round((p.timeout / MINUTE) * 10) / 10;
  return {
    summary: `Run ${p.image} as job ${at(p, name)}`,
    changes: [{ what: `job ${at(p, name)}`, from: 'none', to: 'run once' }],
    guarded: { job: 'none' },
    notes: [
      shownAs({ file, args }),
      ...(Object.keys(p.env).length > 0
        ? [
            `With ${Object.entries(p.env)
              .map(([k, v]) => `${k}=${cut(v, 60)}`)
              .join(' ')}`,
          ]
        : []),
      ...(p.secrets.length > 0 ? [`With the secrets ${p.secrets.join(', ')} in its environment`] : []),
      `It is tried once, is ended after ${minutes} min, and is kept for a day. What it does has no undo`,
    ],
    request: { name, manifest },
  };
}

const request = z.strictObject({ name: z.string(), manifest: z.record(z.string(), z.json()) });

/** The end of what it printed; a note when that cannot be had. */
async function printed(ports: StepPorts, p: Params, name: string) {
  try {
    const logs = await ports.cluster.logs(p.namespace, { selector: `job-name=${name}` }, { tail: LAST_LINES });
    return { logs: [...logs.lines], ...(logs.missing.length > 0 ? { note: logs.missing.join('; ') } : {}) };
  } catch (e) {
    if (!(e instanceof Fault)) throw e;
    return { logs: [], note: `what it printed is not known: ${e.message}` };
  }
}

async function execute(of: Plan, ports: StepPorts, { key, late }: ExecuteContext): Promise<Executed> {
  const p = params.parse(of.params);
  const { name, manifest } = request.parse(of.request);
  const job = await jobOf(ports, p, name);
  const after = Math.max(SHORTEST, Math.ceil(p.timeout / LOOKS));
  if (!job) {
    if (late) return { kind: 'late' };
    const metadata = { ...fieldsOf(manifest.metadata), annotations: { [CHANGE_KEY]: key } };
    await ports.changes.startJob({ namespace: p.namespace, name }, { ...manifest, metadata } as KubeObject, {
      dryRun: false,
    });
    return { kind: 'going', left: `job ${at(p, name)} has begun`, after: SHORTEST };
  }
  if (text(job, 'metadata', 'annotations', CHANGE_KEY) !== key)
    return { kind: 'drifted', moved: [`job: none → ${at(p, name)}`] };
  const ended = list(job, 'status', 'conditions').find(
    (c) => ['Complete', 'Failed'].includes(text(c, 'type')) && text(c, 'status') === 'True',
  );
  if (!ended) return { kind: 'going', left: `job ${at(p, name)} is running`, after };
  const said = await printed(ports, p, name);
  if (text(ended, 'type') === 'Failed') {
    const last = said.logs.slice(-3).join(' · ') || said.note || 'it printed nothing';
    throw new Fault(
      'permanent',
      'kubernetes.job-failed',
      `job ${at(p, name)} failed (${text(ended, 'reason')}): ${cut(last, 400)}`,
    );
  }
  return {
    kind: 'done',
    output: { job: name, succeeded: number(job, 'status', 'succeeded'), ...said, text: of.summary },
  };
}

export const kubernetesJob: ChangeKind = {
  name: 'kubernetes.job',
  summary: 'Runs an image once, to its end, with exactly these arguments, and shows what it printed.',
  risk: 'high',
  // It is found by its name, which is part of the plan.
  class: 'keyed',
  mutates: true,
  schema: schemaOf(params, { mutates: true, outputs: ['job', 'succeeded', 'logs', 'text', 'note'] }),
  examples: [
    {
      means: 'Rebuild the search index',
      params: {
        namespace: 'architect-production',
        name: 'architect-api-reindex',
        image: 'registry.example/architect-api:v41',
        command: ['node', 'scripts/reindex.js', '--all'],
        timeout: '20m',
      },
    },
  ],
  needs: (p) => inNamespace(p, runJob),
  target: (p) => {
    const { namespace: ns, name } = params.parse(p);
    return `job/${ns}/${name}`;
  },
  plan: (p, ports, { now }) => plan(p, ports, now),
  execute,
  lines: (o) => [String(o.text ?? ''), ...list(o.logs).map(String).slice(-6)],
};
