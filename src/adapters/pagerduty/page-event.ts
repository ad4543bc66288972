/** A page as the Events API v2 takes it: within its limits, whatever the incident is called. */
import type { EventPayloadV2 } from '@pagerduty/pdjs/build/src/events.js';
import { canonical, type Json, storable } from '../../lib/json.ts';
import type { PageRequest } from '../../ports/pager.ts';

const SUMMARY = 1024;
/** PagerDuty takes 512 KB per event; the rest of the event is small. */
const DETAILS = 400_000;

export function triggerEvent(page: PageRequest, routingKey: string): EventPayloadV2 {
  return {
    routing_key: routingKey,
    event_action: 'trigger',
    dedup_key: page.dedupKey,
    payload: {
      summary: summaryOf(page.summary),
      source: storable(page.source) || 'tocsin',
      severity: page.severity,
      custom_details: detailsOf(page.details),
    },
  };
}

/** Control characters out, at most 1,024 UTF-16 units, never half a character. */
export function summaryOf(text: string): string {
  const clean = storable(text)
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
  if (clean.length <= SUMMARY) return clean || 'incident without a title';
  let end = SUMMARY - 1;
  const last = clean.charCodeAt(end - 1);
  if (last >= 0xd800 && last <= 0xdbff) end -= 1;
  return `${clean.slice(0, end)}…`;
}

function detailsOf(details: PageRequest['details']): object {
  const clean = cleaned(details) as object;
  const size = Buffer.byteLength(canonical(clean));
  return size <= DETAILS ? clean : { note: `details left out: ${size} bytes are more than PagerDuty takes` };
}

function cleaned(value: unknown): Json {
  if (typeof value === 'string') return storable(value);
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [storable(k), cleaned(v)]));
  }
  return typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
