/** tls.expiry: how long a server's certificate still holds. */
import { z } from 'zod';
import type { Output } from '../step-kind.ts';
import { count } from './fields.ts';
import { readKind } from './read-kind.ts';

const DAY = 86_400_000;
const LONGEST = 15_000;

const params = z.strictObject({
  host: z
    .string()
    .max(253)
    .regex(/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i, 'must be the name of a host, without https://'),
  port: count(1, 65_535).default(443),
  /** Fewer days are not enough. */
  days: count(0, 3_650).default(14),
});

export const tlsExpiry = readKind({
  name: 'tls.expiry',
  summary: "Looks at a server's certificate; one that ends within `days`, or that a browser would not trust, fails.",
  params,
  offers: {
    shorthand: 'host',
    outputs: ['daysLeft', 'days', 'until', 'subject', 'issuer', 'names', 'trusted', 'error', 'note'],
  },
  usualExpect: 'trusted && daysLeft >= days',
  examples: [
    { means: 'The certificate of the API', params: { host: 'api.example.com' } },
    { means: 'A month ahead', params: { host: 'api.example.com', days: 30 } },
  ],
  needs: ({ host, port }) => [{ on: 'web', url: `https://${host}:${port ?? 443}/` }],
  async read({ host, port, days }, { certificates }, { timeout, now }): Promise<Output> {
    const seen = await certificates.shownBy(host, port, { timeout: Math.min(timeout, LONGEST) });
    if ('error' in seen)
      return { daysLeft: -1, days, trusted: false, error: seen.error, note: `no certificate: ${seen.error}` };
    const { until, subject, issuer, names, distrusted } = seen;
    return {
      daysLeft: Math.floor((until - now) / DAY),
      days,
      until: new Date(until).toISOString(),
      subject,
      issuer,
      names: [...names],
      trusted: distrusted === undefined,
      ...(distrusted === undefined ? {} : { note: `not trusted: ${distrusted}` }),
    };
  },
  lines: ({ daysLeft, until, subject, issuer, note }) => [
    until === undefined ? String(note) : `${subject} holds ${daysLeft} more days, until ${until} · ${issuer}`,
    ...(until !== undefined && note !== undefined ? [String(note)] : []),
  ],
});
