/** How a webhook subscription looks in REST answers. */
import type { Subscription } from './webhook-delivery.ts';

/** Secrets are shown once, when a subscription is made. */
export const subscription = (s: Readonly<Subscription>, now: number): Record<string, unknown> => ({
  id: s.id,
  type: 'webhook_subscription',
  active: s.active,
  description: '',
  delivery_method: {
    id: `${s.id}D`,
    type: 'http_delivery_method',
    url: s.url,
    secret: null,
    temporarily_disabled: s.disabledUntil !== undefined && s.disabledUntil > now,
    custom_headers: [],
  },
  events: s.events,
  filter: { type: 'account_reference' },
});
