/** A kubeconfig for one user of the simulated cluster, as text. */
import type { User } from './rbac.ts';

/**
 * The client library refuses plain http unless told to skip TLS verification. kubectl takes plain http but then withholds
 * the token; the name to act as it does send, so both are given.
 */
export function kubeconfigText(url: string, user: User, namespace: string): string {
  return [
    'apiVersion: v1',
    'kind: Config',
    'clusters:',
    '  - name: sandbox',
    '    cluster:',
    `      server: ${url}`,
    '      insecure-skip-tls-verify: true',
    'users:',
    `  - name: ${JSON.stringify(user.name)}`,
    '    user:',
    `      token: ${JSON.stringify(user.token)}`,
    `      as: ${JSON.stringify(user.name)}`,
    'contexts:',
    '  - name: sandbox',
    '    context:',
    '      cluster: sandbox',
    `      user: ${JSON.stringify(user.name)}`,
    `      namespace: ${namespace}`,
    'current-context: sandbox',
    '',
  ].join('\n');
}
