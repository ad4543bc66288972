/** http.check: one look at an address; what it answers is data, and what is expected of it is the runbook's to say. */
import { z } from 'zod';
import { cut } from '../output.ts';
import type { Output } from '../step-kind.ts';
import { readKind } from './read-kind.ts';

const BODY = 2_000;
const LONGEST = 30_000;

const params = z.strictObject({
  url: z
    .string()
    .max(2_000)
    .regex(/^https?:\/\/[^\s]+$/i, 'must be an http:// or https:// address'),
  /** CEL over status, ms, body, json, error. */
  expect: z.string().min(1).max(2_000).optional(),
});

export const httpCheck = readKind({
  name: 'http.check',
  summary: 'Looks at an address once; without `expect` any answer from 200 to 399 will do.',
  params,
  offers: {
    shorthand: 'url',
    expressions: ['expect'],
    outputs: ['status', 'ms', 'body', 'json', 'error', 'note'],
  },
  usualExpect: 'status >= 200 && status < 400',
  examples: [
    { means: 'Does it answer', params: { url: 'https://api.example.com/health' } },
    {
      means: 'Does it say that it is well',
      params: { url: 'https://api.example.com/health', expect: 'status == 200 && ms < 2000' },
    },
  ],
  needs: ({ url }) => [{ on: 'web', url: String(url) }],
  async read({ url }, { web }, { timeout }): Promise<Output> {
    const look = await web.get(url, { timeout: Math.min(timeout, LONGEST) });
    const { status, ms } = look;
    if ('error' in look) return { status, ms, body: '', error: look.error, note: `no answer: ${look.error}` };
    // Known to be JSON already; a copy, so that nothing but data is kept.
    const json = look.json === undefined ? {} : { json: JSON.parse(JSON.stringify(look.json)) };
    return { status, ms, body: cut(look.body, BODY), ...json };
  },
  lines({ status, ms, error, body }) {
    if (error !== undefined) return [`no answer after ${ms} ms: ${error}`];
    return [`${status} after ${ms} ms`, ...(body ? [cut(String(body), 150)] : [])];
  },
});
