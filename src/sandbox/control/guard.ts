/** Who may ask at all: this machine's own browser and programs, never a page from elsewhere. */
import type { IncomingMessage } from 'node:http';
import { Problem } from './problem.ts';

const LOCAL = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

/** A foreign name that resolves to this machine (DNS rebinding) and requests that a foreign page sends are refused. */
export function guard(req: IncomingMessage): void {
  const { host = '', origin } = req.headers;
  if (!LOCAL.test(host)) {
    throw new Problem(
      403,
      `The sandbox answers to localhost only, not to "${host}". Open http://localhost instead.`,
      'Host',
    );
  }
  if (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`) {
    throw new Problem(403, `Pages of ${origin} may not use the sandbox. Open http://${host} itself.`, 'Origin');
  }
  if (req.method === 'POST' && !/^application\/json *(;|$)/.test(req.headers['content-type'] ?? '')) {
    throw new Problem(415, 'Send JSON: the header Content-Type must be application/json.', 'Content-Type');
  }
}

export const pageHeaders: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
};
