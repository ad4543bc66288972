/** Slack's v0 request signature, compared in constant time, and its age by a clock that is handed in. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

const FRESH = 300_000;

export interface SignatureCheck {
  /** Two while a secret is being changed. */
  readonly secrets: readonly string[];
  /** Milliseconds since the epoch, corrected by the database's clock. */
  readonly now: () => number;
  /** Reads that clock anew: it may have been set since, and what Slack signed must not be refused for it. */
  readonly readClock?: () => Promise<unknown>;
}

/** Made with one of the secrets for these very bytes, whenever that was. Never looks into the body. */
export function genuine(
  { secrets }: Pick<SignatureCheck, 'secrets'>,
  headers: IncomingHttpHeaders,
  raw: Buffer,
): boolean {
  const stamp = headers['x-slack-request-timestamp'];
  const given = headers['x-slack-signature'];
  // A header sent twice arrives joined by a comma and fails here.
  if (typeof stamp !== 'string' || !/^\d{1,11}$/.test(stamp)) return false;
  if (typeof given !== 'string' || !/^v0=[0-9a-f]{64}$/.test(given)) return false;
  const theirs = Buffer.from(given.slice(3), 'hex');
  let ok = false;
  for (const secret of secrets) {
    const ours = createHmac('sha256', secret).update(`v0:${stamp}:`).update(raw).digest();
    // No early exit: which secret matched must not show in the time it took.
    ok = timingSafeEqual(ours, theirs) || ok;
  }
  return ok;
}

/** Bolt's own check takes timestamps from the future; ours is strict both ways. */
export function fresh({ now }: Pick<SignatureCheck, 'now'>, headers: IncomingHttpHeaders): boolean {
  return Math.abs(now() - Number(headers['x-slack-request-timestamp']) * 1000) <= FRESH;
}
