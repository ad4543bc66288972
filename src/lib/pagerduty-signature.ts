/** PagerDuty signs each webhook body with HMAC-SHA256 and sends a list of `v1=` signatures, several while secrets rotate. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** More than PagerDuty ever sends; a longer list is somebody wasting our time. */
const MOST = 16;

/**
 * Whether any signature in `x-pagerduty-signature` was made with any of our secrets over exactly these bytes. There is no
 * timestamp in it: a replay has to be stopped by the webhook's id.
 */
export function signedByPagerDuty(body: Uint8Array, header: string | undefined, secrets: readonly string[]): boolean {
  const given = (header ?? '')
    .split(',')
    .map((part) => /^\s*v1=([0-9a-f]{64})\s*$/i.exec(part)?.[1])
    .filter((hex) => hex !== undefined)
    .slice(0, MOST)
    .map((hex) => Buffer.from(hex, 'hex'));
  let good = false;
  for (const secret of secrets) {
    if (secret === '') continue;
    const expected = createHmac('sha256', secret).update(body).digest();
    // Every pair is compared: how long it takes says nothing about which one matched.
    for (const one of given) good = timingSafeEqual(one, expected) || good;
  }
  return good;
}
