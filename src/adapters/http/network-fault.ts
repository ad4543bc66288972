/** What a broken connection means: before anything was sent it surely did not happen; after that nobody knows. */
import { Fault } from '../../ports/fault.ts';
import type { Target } from './target.ts';

const NOT_CONNECTED: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** The handshake failed: no request has left yet. */
const TLS =
  /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|ERR_SSL_WRONG_VERSION|ERR_SSL_.*ALERT|EPROTO$|HOSTNAME_MISMATCH$)/;

const BROKEN: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ERR_STREAM_PREMATURE_CLOSE',
  'UND_ERR_SOCKET',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_ABORTED',
]);

interface Seen {
  readonly code: string;
  readonly message: string;
  readonly syscall: string;
}

export function networkFault(plan: Target, error: unknown): Fault | undefined {
  const label = plan.label ?? plan.vendor;
  for (const { code, message, syscall } of chain(error)) {
    if (NOT_CONNECTED.has(code) || syscall === 'connect' || syscall === 'getaddrinfo') {
      return new Fault('retry', `${plan.vendor}.unreachable`, `${label} cannot be reached (${code || message})`, {
        cause: error,
      });
    }
    if (TLS.test(code) || message.includes('before secure TLS connection was established')) {
      const text = `no trusted connection to ${label} (${code}); a private certificate authority must be configured`;
      return new Fault('retry', `${plan.vendor}.tls`, text, { cause: error });
    }
    if (BROKEN.has(code) || message === 'aborted' || message === 'terminated') {
      const kind = plan.effect === 'read' ? 'retry' : 'unknown';
      const text = `the connection to ${label} broke before the answer (${code || message})`;
      return new Fault(kind, `${plan.vendor}.connection-lost`, text, { cause: error });
    }
  }
  return undefined;
}

/** SDKs wrap: the error itself, then what it hides. */
function* chain(error: unknown, depth = 0): Generator<Seen> {
  if (typeof error !== 'object' || error === null || depth > 6) return;
  const e = error as { [key: string]: unknown };
  yield { code: text(e.code), message: text(e.message), syscall: text(e.syscall) };
  for (const inner of [e.cause, e.original, ...(Array.isArray(e.errors) ? e.errors : [])])
    yield* chain(inner, depth + 1);
}

const text = (v: unknown): string => (typeof v === 'string' ? v : '');
