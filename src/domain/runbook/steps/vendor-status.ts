/** vendor.status: what a vendor's status page says of itself. Source: Atlassian Statuspage API v2, `/api/v2/summary.json`. */
import { z } from 'zod';
import type { Output } from '../step-kind.ts';
import { list, text } from './object-rows.ts';
import { readKind } from './read-kind.ts';

const LONGEST = 20_000;

const params = z.strictObject({
  /** Of the status page: https://status.supabase.com */
  page: z
    .string()
    .max(300)
    .regex(/^https?:\/\/[^\s?#]+$/i, 'must be the address of a status page'),
});

const summaryOf = (page: string): string =>
  `${page.replace(/\/+$/, '').replace(/\/api\/v2\/[a-z]+\.json$/, '')}/api/v2/summary.json`;

export const vendorStatus = readKind({
  name: 'vendor.status',
  summary: "Reads a vendor's status page (Statuspage v2): its indicator, what is degraded, and open incidents.",
  params,
  offers: { shorthand: 'page', outputs: ['indicator', 'description', 'degraded', 'incidents', 'note'] },
  // Whether the vendor is well is what somebody wants to know; a page that cannot be read tells nothing.
  usualExpect: 'indicator != "unknown"',
  examples: [{ means: 'Is it the database vendor', params: { page: 'https://status.example.com' } }],
  needs: ({ page }) => [{ on: 'web', url: summaryOf(String(page)) }],
  async read({ page }, { web }, { timeout }): Promise<Output> {
    const look = await web.get(summaryOf(page), { timeout: Math.min(timeout, LONGEST) });
    const json = 'json' in look ? look.json : undefined;
    const indicator = text(json, 'status', 'indicator');
    if (indicator === '') {
      const why = 'error' in look ? look.error : `it answered ${look.status}, not as a status page does`;
      return {
        indicator: 'unknown',
        description: '',
        degraded: [],
        incidents: [],
        note: `the page says nothing: ${why}`,
      };
    }
    return {
      indicator,
      description: text(json, 'status', 'description'),
      degraded: list(json, 'components')
        .filter((c) => text(c, 'status') !== 'operational' && text(c, 'group') !== 'true')
        .slice(0, 50)
        .map((c) => ({ name: text(c, 'name'), status: text(c, 'status') })),
      incidents: list(json, 'incidents')
        .slice(0, 20)
        .map((i) => ({ name: text(i, 'name'), impact: text(i, 'impact'), since: text(i, 'created_at') })),
    };
  },
  lines: ({ indicator, description, degraded, incidents, note }) => [
    note === undefined ? `${indicator === 'none' ? '✓' : '✗'} ${description || indicator}` : String(note),
    ...(degraded as readonly Output[]).slice(0, 4).map((c) => `${c.name}: ${c.status}`),
    ...(incidents as readonly Output[]).slice(0, 4).map((i) => `${i.impact}: ${i.name}`),
  ],
});
