/** A v3 webhook as it goes over the wire: body, signatures, headers. */
import { createHmac } from 'node:crypto';
import type { IncidentEvent } from './model.ts';
import { agentRef, iso, webhookIncident } from './resources.ts';

export interface WebhookMessage {
  readonly eventId: string;
  readonly type: string;
  /** Messages of one lane are delivered in order. */
  readonly lane: string;
  readonly body: string;
}

/** The body is made when it happens: a late or repeated delivery shows the state of then, not of now. */
export function incidentMessage(eventId: string, event: IncidentEvent): WebhookMessage {
  const { client } = event.incident;
  const body = {
    event: {
      id: eventId,
      event_type: event.type,
      resource_type: 'incident',
      occurred_at: iso(event.at),
      agent: agentRef(event.agent),
      client: client ? { name: client.name, ...(client.url ? { url: client.url } : {}) } : null,
      data: webhookIncident(event.incident),
    },
  };
  return { eventId, type: event.type, lane: event.incident.id, body: JSON.stringify(body) };
}

export function pingMessage(eventId: string, at: number): WebhookMessage {
  const data = { message: 'Hello from your friend Pagey!', type: 'ping' };
  const head = { id: eventId, event_type: 'pagey.ping', resource_type: 'pagey', occurred_at: iso(at) };
  const body = { event: { ...head, agent: null, client: null, data } };
  return { eventId, type: 'pagey.ping', lane: eventId, body: JSON.stringify(body) };
}

/** One signature for each secret: during a rotation there are two. Covers the body only, and no time. */
export function sign(body: string, secrets: readonly string[]): string {
  return secrets.map((secret) => `v1=${createHmac('sha256', secret).update(body).digest('hex')}`).join(',');
}

export function headersOf(webhookId: string, subscriptionId: string, signature: string): Record<string, string> {
  return {
    'content-type': 'application/json',
    'user-agent': 'PagerDuty-Webhook/V3.0',
    'x-webhook-id': webhookId,
    'x-webhook-subscription': subscriptionId,
    ...(signature ? { 'x-pagerduty-signature': signature } : {}),
  };
}
