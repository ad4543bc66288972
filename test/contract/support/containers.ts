/** What may be run in the containers of the simulated cluster, as a policy would say it. */
import { KubernetesContainers } from '../../../src/adapters/kubernetes/kubernetes-containers.ts';
import { type AllowedExec, allowedExec, allowedIn } from '../../../src/domain/command/in-container.ts';

const where = { namespace: 'architect-production', deployment: 'architect-api', container: 'api' };
const WRITTEN = [
  { ...where, argv: ['ls', '-l', { pattern: '/data/[a-z]+' }] },
  { ...where, argv: ['tar', '-cf', '-', '-C', '/data', '--', 'uploads'] },
  ...['hostname', 'false', 'yes', 'crash', 'nosuch'].map((program) => ({ ...where, argv: [program] })),
];

export const ALLOWED: readonly AllowedExec[] = WRITTEN.map((entry) => allowedExec.parse(entry));

export const containersOf = (kubeconfig: string, list: readonly AllowedExec[] = ALLOWED) =>
  new KubernetesContainers({ kubeconfig }, (what) => allowedIn(list, what));
