/** Deliveries as signed HTTP requests to the app's request URLs. */
import { type Json, string } from '../json.ts';
import { type Answer, type Carried, failed, type Outgoing, type RawRequest } from './answer.ts';
import { post } from './http-post.ts';
import { signedHeaders } from './signature.ts';

export interface RequestUrls {
  readonly commands: string;
  readonly interactions: string;
  readonly events: string;
}

export interface HttpRouteOptions {
  readonly secret: string;
  /** The time that goes into signatures. */
  readonly seconds: () => number;
  readonly timeoutMs: number;
  readonly stop: AbortSignal;
}

export class HttpRoute {
  urls: RequestUrls | undefined;
  readonly #o: HttpRouteOptions;

  constructor(o: HttpRouteOptions) {
    this.#o = o;
  }

  async carry(outgoing: Outgoing, retry: number, reason: string): Promise<Carried> {
    const { urls } = this;
    if (!urls) return { answer: failed('no_app', Date.now()) };
    const { body, type } = encode(outgoing);
    const headers: Record<string, string> = {
      'content-type': type,
      accept: '*/*',
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      ...this.sign(body),
      ...(retry > 0 ? { 'x-slack-retry-num': String(retry), 'x-slack-retry-reason': reason } : {}),
    };
    const url = { command: urls.commands, interaction: urls.interactions, event: urls.events }[outgoing.kind];
    const request = { url, body, headers };
    return { answer: await post(request, this.#o.timeoutMs, this.#o.stop), request };
  }

  async raw(request: RawRequest): Promise<Answer> {
    const url = request.url ?? this.urls?.events;
    if (!url) return failed('no_app', Date.now());
    return post({ ...request, url }, this.#o.timeoutMs, this.#o.stop);
  }

  sign(body: string, seconds = this.#o.seconds()): Record<string, string> {
    return signedHeaders(this.#o.secret, body, seconds);
  }
}

const form = 'application/x-www-form-urlencoded';

function encode({ kind, payload }: Outgoing): { body: string; type: string } {
  switch (kind) {
    case 'command':
      return { body: new URLSearchParams(textFields(payload)).toString(), type: form };
    case 'interaction':
      return { body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), type: form };
    case 'event':
      return { body: JSON.stringify(payload), type: 'application/json' };
  }
}

function textFields(payload: Json): Record<string, string> {
  return Object.fromEntries(Object.entries(payload).map(([k, v]) => [k, string(v) ?? String(v)]));
}
