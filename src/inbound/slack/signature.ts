/** Slack's v0 request signature, fresh by a clock that is handed in, compared in constant time. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

const FRESH = 300_000;

export interface SignatureCheck {
  /** Two while a secret is being changed. */
  readonly secrets: readonly string[];
  /** Milliseconds since the epoch, corrected by the database's clock. */
  readonly now: () => number;
}

/** Bolt's own check takes timestamps from the future; ours is strict both ways, and never looks into the body. */
export function signed(check: SignatureCheck, headers: IncomingHttpHeaders, raw: Buffer): boolean {
  const stamp = headers['x-slack-request-timestamp'];
  const given = headers['x-slack-signature'];
  // A header sent twice arrives joined by a comma and fails here.
  if (typeof stamp !== 'string' || !/^\d{1,11}$/.test(stamp)) return false;
  if (typeof given !== 'string' || !/^v0=[0-9a-f]{64}$/.test(given)) return false;
  if (Math.abs(check.now() - Number(stamp) * 1000) > FRESH) return false;
  const theirs = Buffer.from(given.slice(3), 'hex');
  let ok = false;
  for (const secret of check.secrets) {
    const ours = createHmac('sha256', secret).update(`v0:${stamp}:`).update(raw).digest();
    // No early exit: which secret matched must not show in the time it took.
    ok = timingSafeEqual(ours, theirs) || ok;
  }
  return ok;
}
