/** Where events go: PagerDuty itself, its EU region, or any server that speaks the Events API v2. */
import { trusted } from '../http/trust.ts';
import type { Endpoint } from './one-call-agent.ts';

export interface EventsEndpoint extends Endpoint {
  /** What pdjs puts between `https://` and `/v2/enqueue`. */
  readonly server: string;
}

/** `https://events.pagerduty.com`, with or without `/v2/enqueue`, with or without a path in front. */
export function eventsEndpoint(url: string, ca: string | undefined): EventsEndpoint {
  const u = new URL(url);
  if (u.protocol !== 'http:' && u.protocol !== 'https:')
    throw new Error(`the events URL must be http or https: ${url}`);
  if (u.username || u.password) throw new Error('the events URL must not contain credentials');
  const plain = u.protocol === 'http:';
  const prefix = u.pathname.replace(/\/+$/, '').replace(/\/v2\/enqueue$/, '');
  return {
    plain,
    host: u.hostname.replace(/^\[|\]$/g, ''),
    port: Number(u.port) || (plain ? 80 : 443),
    trust: trusted(ca),
    server: `${u.host}${prefix}`,
  };
}
