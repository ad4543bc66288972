/** What a Web API method is: a name, a rate tier, the scopes that allow it, and what it does. */
import { type Json, parseJson, string } from '../json.ts';
import type { Message } from '../model/types.ts';
import type { Workspace } from '../model/workspace.ts';

/** Slack's rate tiers; `posting` is the one-message-a-second-per-channel rule. */
export type Tier = 'tier1' | 'tier2' | 'tier3' | 'tier4' | 'posting' | 'unlimited';

/** Something the app may be subscribed to. */
export type Announcement =
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'joined'; readonly channel: string; readonly user: string; readonly inviter?: string }
  | {
      readonly kind: 'reaction';
      readonly added: boolean;
      readonly user: string;
      readonly name: string;
      readonly message: Message;
    }
  | { readonly kind: 'home'; readonly user: string };

export interface Call {
  readonly args: Args;
  readonly workspace: Workspace;
  readonly scopes: ReadonlySet<string>;
  announce(what: Announcement): void;
  /** A fresh WebSocket address for Socket Mode. */
  socketUrl(): string;
}

export interface Method {
  readonly name: string;
  readonly tier: Tier;
  /** Any one of them allows the call; none needed when empty. The first is named in `missing_scope`. */
  readonly scopes: readonly string[] | ((call: Call) => readonly string[]);
  /** The app-level token instead of the bot token. */
  readonly appToken?: true;
  run(call: Call): Json;
}

/** `{"ok": false, "error": code}`. */
export class ApiError extends Error {
  readonly code: string;
  readonly extra: Json;

  constructor(code: string, extra: Json = {}) {
    super(code);
    this.code = code;
    this.extra = extra;
  }
}

export function invalidArguments(messages: readonly string[], code = 'invalid_arguments'): ApiError {
  const errors = messages.map((m) => m.replace('[ERROR] ', ''));
  return new ApiError(code, { ...(code === 'invalid_arguments' ? {} : { errors }), response_metadata: { messages } });
}

/** The arguments of a call. Clients send forms, where everything is text and objects are JSON in text; JSON bodies work too. */
export class Args {
  readonly #raw: Json;

  constructor(raw: Json) {
    this.#raw = raw;
  }

  has(name: string): boolean {
    return this.#raw[name] !== undefined;
  }

  string(name: string): string | undefined {
    const v = this.#raw[name];
    return typeof v === 'number' || typeof v === 'boolean' ? String(v) : string(v);
  }

  need(name: string): string {
    const v = this.string(name);
    if (v === undefined || v === '') throw invalidArguments([`[ERROR] missing required field: ${name}`]);
    return v;
  }

  json(name: string): unknown {
    const v = this.#raw[name];
    if (typeof v !== 'string') return v;
    return v === '' ? undefined : (parseJson(v) ?? v);
  }

  bool(name: string): boolean {
    return ['true', '1'].includes(this.string(name) ?? '');
  }

  /** A whole number between 1 and `most`. */
  int(name: string, otherwise: number, most: number): number {
    const n = Number(this.string(name) ?? otherwise);
    if (!Number.isInteger(n) || n < 1) throw new ApiError('invalid_limit');
    return Math.min(n, most);
  }

  /** Ids separated by commas, or a JSON list of them. */
  list(name: string): string[] {
    const v = this.json(name);
    if (Array.isArray(v)) return v.map(String);
    return (string(v) ?? '')
      .split(',')
      .map((s) => s.trim())
      .filter((s) => s !== '');
  }
}
