/** What the app answered to one delivery, and what is written down about it. */
import type { Json } from '../json.ts';

export type Failure = 'timeout' | 'http_error' | 'connection_failed' | 'no_app' | 'closed';

export interface Answer {
  /** The app acknowledged in time. */
  readonly ok: boolean;
  /** The HTTP status; 200 for a Socket Mode ack, 0 when no answer came. */
  readonly status: number;
  /** JSON when it is JSON, text otherwise, undefined when empty. */
  readonly body: unknown;
  /** Real milliseconds until the answer. */
  readonly ms: number;
  readonly failure?: Failure;
  /** The app asked not to be sent this again. */
  readonly noRetry?: boolean;
}

export type DeliveryKind = 'command' | 'interaction' | 'event';

/** Something Slack has to tell the app. */
export interface Outgoing {
  readonly kind: DeliveryKind;
  /** `/incident`, `block_actions`, `app_mention`, … */
  readonly name: string;
  readonly payload: Json;
  /** Whether the app may answer with content (commands, submissions, suggestions). */
  readonly takesAnswer: boolean;
}

export interface RawRequest {
  readonly body: string | Buffer;
  readonly headers: Readonly<Record<string, string>>;
  /** @default the request URL of events */
  readonly url?: string;
}

/** One try: the answer, and the exact request when it went over HTTP. */
export interface Carried {
  readonly answer: Answer;
  readonly request?: RawRequest;
}

export interface Attempt {
  /** World time. */
  readonly at: number;
  readonly via: 'http' | 'socket';
  readonly retry: number;
  readonly answer: Answer;
  /** The exact request, for replays; only over HTTP. */
  readonly request?: RawRequest;
}

export interface DeliveryRecord {
  readonly n: number;
  readonly outgoing: Outgoing;
  readonly attempts: Attempt[];
}

export function failed(failure: Failure, started: number, status = 0, body?: unknown): Answer {
  return { ok: false, status, body, ms: Date.now() - started, failure };
}
