/** What the API server said, as a Fault with its own words. */
import { ApiException } from '@kubernetes/client-node';
import { Fault } from '../../ports/fault.ts';
import { short, statusFault } from '../http/status-fault.ts';
import type { CallEffect } from '../http/target.ts';

export function kubernetesFault(plan: { effect: CallEffect; operation: string }, error: unknown): Fault | undefined {
  if (!(error instanceof ApiException)) return undefined;
  const status = error.code;
  const headers = error.headers as Readonly<Record<string, string | undefined>>;
  const said = short(messageOf(error.body as unknown));
  switch (status) {
    case 401:
      return new Fault(
        'permanent',
        'kubernetes.unauthorized',
        `the cluster does not accept our credentials for ${plan.operation}`,
      );
    case 403:
      if (said.includes('cannot impersonate')) {
        const instead = "Tocsin's account needs the right to impersonate them (docs/security.md)";
        return new Fault('permanent', 'kubernetes.no-impersonation', `${said}. ${instead}`);
      }
      return new Fault('permanent', 'kubernetes.forbidden', `the cluster forbids ${plan.operation}: ${said}`);
    case 404:
      return new Fault('permanent', 'kubernetes.not-found', said || `not found: ${plan.operation}`);
    case 409:
      // The words of server-side apply: waiting does not help, somebody has to decide whose field it is.
      if (said.startsWith('Apply failed')) return new Fault('permanent', 'kubernetes.not-ours', said);
      return new Fault('retry', 'kubernetes.conflict', `changed by somebody else meanwhile: ${said}`);
    case 422:
      return new Fault('permanent', 'kubernetes.invalid', `the cluster refused the change: ${said}`);
    default:
      return statusFault(
        { vendor: 'kubernetes', label: 'the cluster', effect: plan.effect },
        { status, message: said, retryAfter: headers['retry-after'], date: headers.date },
      );
  }
}

/** `body` is the raw text; usually a Status object. */
function messageOf(body: unknown): string {
  if (typeof body !== 'string') return '';
  try {
    const { message } = JSON.parse(body) as { message?: unknown };
    return typeof message === 'string' ? message : '';
  } catch {
    return body;
  }
}
