/** http.request: asks another system to do something. Sent once: when no answer comes, a person looks what became of it. */
import { z } from 'zod';
import { canonical } from '../../../lib/json.ts';
import { Fault } from '../../../ports/fault.ts';
import { cut } from '../output.ts';
import type { ChangeKind } from '../step-kind.ts';
import { schemaOf } from '../step-kind.ts';

const BODY = 2_000;
const LONGEST = 60_000;

const name = z.string().regex(/^[A-Za-z0-9-]{1,60}$/, 'must be the name of a header');
const FORBIDDEN = ['host', 'content-length', 'transfer-encoding', 'connection', 'cookie'];

const params = z.strictObject({
  method: z.enum(['POST', 'PUT', 'PATCH', 'DELETE']).default('POST'),
  url: z
    .string()
    .max(2_000)
    .regex(/^https?:\/\/[^\s]+$/i, 'must be an http:// or https:// address'),
  headers: z
    .record(
      name,
      z
        .string()
        .min(1)
        .max(1_000)
        .regex(/^[\x20-\x7e]*$/, 'must be one line of plain characters'),
    )
    .default({})
    .refine(
      (h) => !Object.keys(h).some((k) => FORBIDDEN.includes(k.toLowerCase())),
      `must not set ${FORBIDDEN.join(', ')}`,
    )
    .refine(
      (h) => Object.entries(h).every(([k, v]) => k.toLowerCase() !== 'authorization' || v.includes('secret:')),
      'must not hold a credential: write Authorization: Bearer secret:NAME',
    ),
  /** JSON; a text is sent as it is. */
  body: z.json().optional(),
  /** Status codes that mean it was done. @default 200 to 299 */
  done: z.array(z.int().min(100).max(599)).min(1).max(20).optional(),
});

const request = z.strictObject({
  method: z.enum(['POST', 'PUT', 'PATCH', 'DELETE']),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string().optional(),
  done: z.array(z.int()).optional(),
});

export const httpRequest: ChangeKind = {
  name: 'http.request',
  summary: 'Asks another system over HTTP to do something: POST, PUT, PATCH or DELETE.',
  risk: 'medium',
  class: 'once',
  mutates: true,
  schema: schemaOf(params, { mutates: true, outputs: ['status', 'body', 'json', 'text'] }),
  examples: [
    {
      means: 'Start a job of the service',
      params: {
        url: 'https://api.example.com/api/scheduler/trigger/aggregate_refresh',
        headers: { Authorization: 'Bearer secret:COST_API_TOKEN' },
      },
    },
  ],
  needs: ({ url }) => [{ on: 'web', url: String(url) }],
  target: (p) => `web/${new URL(params.parse(p).url).host}`,
  async plan(p, { web }) {
    const { method, url, headers, body, done } = params.parse(p);
    const refused = web.refuses({ url, headers });
    if (refused !== undefined) return { refused };
    const text = body === undefined ? undefined : typeof body === 'string' ? body : canonical(body);
    const type = typeof body === 'string' || body === undefined ? {} : { 'content-type': 'application/json' };
    return {
      summary: `${method} ${url}`,
      changes: text === undefined ? [] : [{ what: 'body', from: '', to: cut(text, BODY) }],
      guarded: {},
      notes: [
        ...Object.entries(headers).map(([k, v]) => `${k}: ${v}`),
        'It is sent once. If no answer comes, a person looks whether it happened; there is no undo',
      ],
      request: {
        ...{ method, url, headers: { ...type, ...headers } },
        ...(text === undefined ? {} : { body: text }),
        ...(done === undefined ? {} : { done }),
      },
    };
  },
  async execute(plan, { web }, { late }) {
    if (late) return { kind: 'late' };
    const { done, ...what } = request.parse(plan.request);
    const { method, url, headers, body: sent } = what;
    const { status, body, json } = await web.send(
      { method, url, headers, ...(sent === undefined ? {} : { body: sent }) },
      { timeout: LONGEST },
    );
    const fits = done ? done.includes(status) : status >= 200 && status < 300;
    // It was answered: whatever the other side did, it says that it is not what was asked for.
    if (!fits)
      throw new Fault(
        'permanent',
        `http.${status}`,
        `${what.method} ${what.url} answered ${status}: ${cut(body, 300)}`,
      );
    const kept = json === undefined ? {} : { json: JSON.parse(JSON.stringify(json)) };
    return {
      kind: 'done',
      output: { status, body: cut(body, BODY), ...kept, text: `${what.method} ${what.url}: ${status}` },
    };
  },
  lines: (output) => [String(output.text)],
};
