/** What may be asked of the sandbox, by the page and by programs: the bodies of its requests, and their answers. Types only. */
import type { Json } from './wire.ts';

/** What a control of a form holds, as a person gives it: text, an option's value, several, an id, a date, a time. */
export type Choice = string | readonly string[] | null;

/** block id → action id → what it holds. */
export type FormValues = Readonly<Record<string, Readonly<Record<string, Choice>>>>;

/** Where a control stands: in a message or in an open view. */
export type Place =
  | { readonly in: 'message'; readonly channel: string; readonly ts: string }
  | { readonly in: 'view'; readonly view: string };

/** `POST /api/act`: everything a person can do in Slack. `as` is the Slack id of who does it. */
export type Act = { readonly as: string } & (
  | { readonly do: 'command'; readonly channel: string; readonly command: string; readonly text: string }
  | { readonly do: 'say'; readonly channel: string; readonly text: string; readonly thread?: string }
  | {
      readonly do: 'click';
      readonly on: Place;
      readonly block: string;
      readonly action: string;
      readonly choice?: Choice;
      /** In a view: what is typed in it so far, which Slack sends along. */
      readonly values?: FormValues;
    }
  | {
      readonly do: 'suggest';
      readonly on: Place;
      readonly block: string;
      readonly action: string;
      readonly typed: string;
      /** In a view: everything typed so far, which Slack sends along. */
      readonly values?: FormValues;
    }
  | {
      readonly do: 'submit';
      readonly view: string;
      readonly values: FormValues;
    }
  | { readonly do: 'dismiss'; readonly view: string }
  | { readonly do: 'react'; readonly channel: string; readonly ts: string; readonly name: string; readonly on: boolean }
  | { readonly do: 'join'; readonly channel: string }
  | { readonly do: 'read'; readonly channel: string; readonly ts: string }
);

/** Answer of `POST /api/act`. Slack's own trouble (no ack in time) is in `trouble`, as Slack would word it. */
export interface ActAnswer {
  readonly ok: boolean;
  /** How long the app took to acknowledge, real milliseconds. */
  readonly ms?: number;
  readonly trouble?: string;
  /** Of `suggest`. */
  readonly options?: readonly Json[];
  /** Of `suggest`: what stands above the options. */
  readonly heading?: string;
}

/** `POST /api/phones`. */
export interface PhoneAct {
  readonly email: string;
  readonly incidentId: string;
  readonly do: 'acknowledge' | 'resolve';
}

/** `POST /api/clock`. Times are milliseconds of the world. */
export type ClockAct =
  | { readonly do: 'advance'; readonly ms: number }
  | { readonly do: 'run'; readonly speed: number }
  | { readonly do: 'pause' };

/** `POST /api/world`. */
export type WorldAct =
  | { readonly do: 'deploy'; readonly release: 'good' | 'crash' | 'neverReady' }
  | { readonly do: 'scale'; readonly replicas: number }
  | { readonly do: 'traffic'; readonly rps: number };

/** `POST /api/faults`. */
export interface FaultAct {
  readonly id: string;
  readonly on: boolean;
}

/** Answer of `POST /api/faults`. */
export interface FaultAnswer {
  readonly ok: true;
  /** What a stroke did: `Killed worker 1 (pid 4711)`. */
  readonly said?: string;
}

/** `POST /api/guide`. */
export type GuideAct =
  | { readonly do: 'begin'; readonly story: string }
  | { readonly do: 'offer'; readonly offer: string }
  | { readonly do: 'leave' };

/** Every refusal of the API. */
export interface ApiProblem {
  readonly error: { readonly message: string; readonly where?: string };
}
