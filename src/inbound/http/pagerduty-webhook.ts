/**
 * PagerDuty's v3 webhooks → Inputs. A valid signature never gets a 4xx: three refused deliveries would make PagerDuty drop
 * the subscription for a day and empty its queue. The event's id is the key, so that repeats and replays change nothing.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Input } from '../../engine/decision.ts';
import { signedByPagerDuty } from '../../lib/pagerduty-signature.ts';
import { LATE, within } from '../../lib/within.ts';
import { answer, readBody } from './http.ts';

export const PAGERDUTY_PATH = '/pagerduty/webhook';
const LARGEST = 1_048_576;
const RECORDED_WITHIN = 4_000;

const EVENTS: Readonly<Record<string, 'triggered' | 'acknowledged' | 'resolved'>> = {
  'incident.triggered': 'triggered',
  'incident.acknowledged': 'acknowledged',
  'incident.resolved': 'resolved',
};

/** Visible characters only: what goes into keys and rows must be storable, whoever made it up. */
const Id = z.string().regex(/^[\x21-\x7e]{1,200}$/);

const Webhook = z.object({
  event: z.object({
    id: Id,
    event_type: z.string(),
    // An agent we cannot read is nobody's act, but the event itself still counts.
    agent: z.object({ id: Id, type: z.string() }).nullish().catch(undefined),
    data: z.object({ incident_key: z.string().max(255).nullish() }).nullish(),
  }),
});

export interface PagerDutyWebhookOptions {
  readonly secrets: readonly string[];
  readonly deployment: string;
  readonly handle: (input: Input) => Promise<unknown>;
  readonly log: { warn(fields: object, text: string): void };
}

/** `tocsin:INC-42:g1:role:manager` → 42, when it is ours. */
export function incidentOfKey(key: string, deployment: string): number | undefined {
  const [ours, incident] = key.split(':');
  const id = Number(/^INC-(\d{1,15})$/.exec(incident ?? '')?.[1]);
  return ours === deployment && Number.isSafeInteger(id) && id > 0 ? id : undefined;
}

export function toInput(body: unknown, deployment: string): Input | undefined {
  const read = Webhook.safeParse(body);
  if (!read.success) return undefined;
  const { event } = read.data;
  const what = EVENTS[event.event_type];
  const dedupKey = event.data?.incident_key;
  const id = dedupKey ? incidentOfKey(dedupKey, deployment) : undefined;
  if (!what || !dedupKey || id === undefined) return undefined;
  const person = event.agent?.type.startsWith('user') ? event.agent.id : undefined;
  return {
    type: 'pager.event',
    to: { kind: 'incident', id },
    key: `pagerduty:${event.id}`,
    actor: `pagerduty:${person ?? 'integration'}`,
    source: 'pagerduty',
    data: { event: what, dedupKey, ...(person ? { by: person } : {}) },
  };
}

export function pagerDutyWebhook(o: PagerDutyWebhookOptions) {
  return async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    if (req.method !== 'POST') {
      res.setHeader('allow', 'POST');
      return answer(res, 405, { error: 'POST only' });
    }
    const body = await readBody(req, LARGEST);
    if (body === undefined) {
      res.setHeader('connection', 'close');
      return answer(res, 413, { error: 'too large' });
    }
    const header = req.headers['x-pagerduty-signature'];
    if (!signedByPagerDuty(body, Array.isArray(header) ? header.join(',') : header, o.secrets)) {
      return answer(res, 401, { error: 'signature' });
    }
    let input: Input | undefined;
    try {
      input = toInput(JSON.parse(body.toString('utf8')), o.deployment);
    } catch {
      o.log.warn({ bytes: body.length }, 'a signed PagerDuty webhook was not JSON');
    }
    try {
      // Later than this PagerDuty has hung up; should it be recorded after all, its id makes the next delivery a repeat.
      if (input && (await within(o.handle(input), RECORDED_WITHIN)) === LATE) throw new Error('not recorded in time');
    } catch (err) {
      // Not recorded: PagerDuty tries again for two days.
      o.log.warn({ err }, 'a PagerDuty webhook could not be recorded');
      return answer(res, 503, { error: 'not recorded, try again' });
    }
    answer(res, 202, { recorded: input !== undefined });
  };
}
