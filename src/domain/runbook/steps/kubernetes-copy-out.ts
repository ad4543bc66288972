/** kubernetes.copyOut: a file or a folder out of a container into S3, where the policy allows the tar that reads it. */
import { z } from 'zod';
import { inNamespace } from '../needs.ts';
import type { StepPorts } from '../step-kind.ts';
import { TO_END, told } from './database-program.ts';
import { deployment, namespace, objectName } from './fields.ts';
import { execRights, serving } from './kubernetes-exec.ts';
import { programChange } from './program-change.ts';
import { bytes, folderAddress } from './s3-objects.ts';

const params = z.strictObject({
  namespace,
  deployment,
  container: objectName,
  path: z
    .string()
    .max(500)
    .regex(/^(?:\/[A-Za-z0-9_.@+-]+)+$/, 'must be an absolute path in the container, like /data/uploads')
    .refine((p) => !p.split('/').includes('..'), 'must not hold ..'),
  to: folderAddress,
});
type Params = z.output<typeof params>;

/** The folder it stands in, and its own name there. */
function parts(path: string): { readonly directory: string; readonly name: string } {
  const cut = path.lastIndexOf('/');
  return { directory: path.slice(0, cut) || '/', name: path.slice(cut + 1) };
}

/** Exactly what is run inside, as `exec:` of the policy must have it. */
const argvOf = ({ directory, name }: ReturnType<typeof parts>) => ['tar', '-cf', '-', '-C', directory, '--', name];

interface Found {
  readonly refused?: string;
  readonly pod?: { readonly name: string; readonly image: string };
}

async function look(p: Params, { cluster, containers }: StepPorts): Promise<Found> {
  const allowed = containers.allowed({ ...p, argv: argvOf(parts(p.path)) });
  if ('refused' in allowed) return allowed;
  await containers.check(p.namespace);
  const pod = serving(await cluster.pods(p.namespace, p.deployment));
  return pod ? { pod } : { refused: `no pod of deployment ${p.namespace}/${p.deployment} is ready to be copied from` };
}

export const kubernetesCopyOut = programChange({
  name: 'kubernetes.copyOut',
  summary: 'Copies a file or a folder out of a container into S3, if exec: of the policy allows the tar that reads it.',
  risk: 'medium',
  params,
  program: 'container-copy',
  outputs: ['key', 'address', 'size', 'sha256', 'entries'],
  timeout: TO_END,
  examples: [
    {
      means: 'What users uploaded',
      params: {
        namespace: 'architect-production',
        deployment: 'architect-api',
        container: 'api',
        path: '/data/uploads',
        to: 's3://architect-backups/uploads/',
      },
    },
  ],
  needs: (p) => inNamespace(p, execRights),
  target: (p) => `deployment/${p.namespace}/${p.deployment}`,
  look,
  guard: ({ pod, refused }) => ({ pod: pod?.name ?? refused ?? 'none', image: pod?.image ?? 'none' }),
  intend(p, { pod, refused }, now) {
    if (!pod) return { refused: refused ?? 'there is no pod' };
    const { directory, name } = parts(p.path);
    const stamp = new Date(now).toISOString().replace(/[:-]|\.\d+/g, '');
    const file = `${p.deployment}-${name.replace(/^[.@+-]+|[@+]/g, '') || 'copy'}-${stamp}.tar.gz`;
    return {
      args: [p.namespace, pod.name, p.container, directory, name, p.to, file],
      summary: `Copy ${p.path} of ${p.namespace}/${p.deployment} to ${p.to}${file}`,
      changes: [{ what: `${p.to}${file}`, from: 'none', to: p.path }],
      notes: [`From pod ${pod.name}, where it is only read`],
    };
  },
  async after({ to }, _ports, _was, ran) {
    const { key = '', size, sha256 = '', entries } = told(ran, 'key', 'size', 'sha256');
    const [bucket] = to.slice('s3://'.length).split('/');
    return { key, address: `s3://${bucket}/${key}`, size: Number(size), sha256, entries: Number(entries ?? 0) };
  },
  lines: (o) => [`${o.address}: ${bytes(Number(o.size))}, ${o.entries} entries`, `SHA-256 ${o.sha256}`],
});
