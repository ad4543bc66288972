/** Events API v2, `POST /v2/enqueue`: strict about shape, and silent (202) about what it drops. */
import { randomUUID } from 'node:crypto';
import type { SimReply, SimRequest } from '../http/server.ts';
import type { Account } from './account.ts';
import type { Incidents } from './incidents.ts';
import type { Client, Severity } from './model.ts';
import type { RateLimit } from './rate-limit.ts';

const MAX_BYTES = 512 * 1024;
const MAX_SUMMARY = 1024;
const MAX_DEDUP_KEY = 255;
const KEY_LENGTH = 32;
const SEVERITIES: readonly Severity[] = ['critical', 'error', 'warning', 'info'];
const ACTIONS = ['trigger', 'acknowledge', 'resolve'] as const;
type Action = (typeof ACTIONS)[number];
type Fields = Readonly<Record<string, unknown>>;

export interface EventsApi {
  readonly account: Account;
  readonly incidents: Incidents;
  readonly limit: RateLimit;
  /** Accept, answer 202, and do nothing: event rules, maintenance windows. */
  dropped(routingKey: string): boolean;
}

const isFields = (v: unknown): v is Fields => typeof v === 'object' && v !== null && !Array.isArray(v);
const textOf = (v: unknown): string | undefined => (typeof v === 'string' && v.length > 0 ? v : undefined);

const refuse = (status: number, short: string, message: string, errors: string[]): SimReply => ({
  status,
  body: { status: short, message, errors },
});
const invalid = (...errors: string[]): SimReply => refuse(400, 'invalid event', 'Event object is invalid', errors);

function payloadErrors(payload: unknown): string[] {
  if (!isFields(payload)) return ["'payload' is missing or blank"];
  const errors: string[] = [];
  const summary = textOf(payload.summary);
  if (!summary) errors.push("'payload.summary' is missing or blank");
  else if (summary.length > MAX_SUMMARY) {
    errors.push(`'payload.summary' is too long (maximum is ${MAX_SUMMARY} characters)`);
  }
  if (!textOf(payload.source)) errors.push("'payload.source' is missing or blank");
  if (!textOf(payload.severity)) errors.push("'payload.severity' is missing or blank");
  else if (!SEVERITIES.includes(payload.severity as Severity)) {
    errors.push(
      "'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')",
    );
  }
  const at = payload.timestamp;
  if (at !== undefined && (typeof at !== 'string' || Number.isNaN(Date.parse(at)))) {
    errors.push("'payload.timestamp' is invalid (must be ISO 8601)");
  }
  return errors;
}

function shapeErrors(event: Fields): string[] {
  const errors: string[] = [];
  const action = event.event_action;
  if (!textOf(action)) errors.push("'event_action' is missing or blank");
  else if (!ACTIONS.includes(action as Action)) {
    errors.push("'event_action' is invalid (must be one of the following: 'trigger', 'acknowledge' or 'resolve')");
  }
  const key = event.dedup_key;
  if (key !== undefined && typeof key !== 'string') errors.push("'dedup_key' is not a string");
  else if (key && key.length > MAX_DEDUP_KEY) {
    errors.push(`'dedup_key' is too long (maximum is ${MAX_DEDUP_KEY} characters)`);
  }
  if (action === 'trigger') errors.push(...payloadErrors(event.payload));
  else if (!key) errors.push("'dedup_key' is missing or blank");
  return errors;
}

function clientOf(event: Fields): Client | undefined {
  const name = textOf(event.client);
  return name ? { name, url: textOf(event.client_url) } : undefined;
}

function apply(api: EventsApi, routingKey: string, dedupKey: string, event: Fields): void {
  const action = event.event_action as Action;
  if (action === 'trigger') {
    const payload = event.payload as Fields;
    api.incidents.trigger({
      routingKey,
      dedupKey,
      summary: String(payload.summary),
      severity: payload.severity as Severity,
      source: String(payload.source),
      details: isFields(payload.custom_details) ? payload.custom_details : {},
      client: clientOf(event),
    });
    return;
  }
  const alert = api.incidents.openAlert(routingKey, dedupKey);
  const incident = alert && api.incidents.find(alert.incidentId);
  if (!incident) return; // nothing open under this key: dropped, without a word
  const agent = { kind: 'integration', service: incident.service } as const;
  if (action === 'acknowledge') api.incidents.acknowledge(incident, agent);
  else api.incidents.resolve(incident, agent);
}

export function enqueue(api: EventsApi, req: SimRequest): SimReply {
  if (req.raw.length > MAX_BYTES) {
    return refuse(413, 'payload too large', 'Event is too large', [`The limit is ${MAX_BYTES} bytes`]);
  }
  if (!isFields(req.body)) {
    return refuse(400, 'Unrecognized object', 'Event object format is unrecognized', ['JSON parse error']);
  }
  const event = req.body;
  const routingKey = textOf(event.routing_key);
  if (!routingKey) return invalid("'routing_key' is missing or blank");
  if (!api.account.serviceOf(routingKey)) {
    return invalid(
      routingKey.length === KEY_LENGTH
        ? 'invalid routing key'
        : `invalid routing key: length of 'routing_key' is incorrect (should be ${KEY_LENGTH} characters)`,
    );
  }
  if (!api.limit.take(routingKey).ok) {
    return refuse(429, 'throttle exceeded', 'Requests for this service are arriving too quickly. Please retry later.', [
      'Enhance Your Calm.',
    ]);
  }
  const errors = shapeErrors(event);
  if (errors.length > 0) return invalid(...errors);
  const dedupKey = textOf(event.dedup_key) ?? randomUUID().replaceAll('-', '');
  if (!api.dropped(routingKey)) apply(api, routingKey, dedupKey, event);
  return { status: 202, body: { status: 'success', message: 'Event processed', dedup_key: dedupKey } };
}
