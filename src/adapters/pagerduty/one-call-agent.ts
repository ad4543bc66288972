/**
 * The connection under one pdjs call. pdjs always says https, hides statuses behind JSON parsing and sleeps 20 s on a 429;
 * underneath it, this agent can speak plain HTTP to a local server and sees the status before pdjs does.
 */
import type { ClientRequest, IncomingMessage } from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { Duplex } from 'node:stream';

declare module 'http' {
  // Not in the types, but what every proxy agent on npm overrides: called once for each request, before it is sent.
  interface Agent {
    addRequest(request: ClientRequest, options: object): void;
  }
}

export interface Head {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly date: string | undefined;
  readonly location: string | undefined;
}

export interface Endpoint {
  readonly plain: boolean;
  readonly host: string;
  readonly port: number;
  readonly trust: https.AgentOptions;
}

export class OneCallAgent extends https.Agent {
  readonly #endpoint: Endpoint;
  readonly #onHead: (head: Head) => void;

  constructor(endpoint: Endpoint, onHead: (head: Head) => void) {
    // A fresh connection each time: a kept one that died meanwhile would look like a lost page.
    super({ ...endpoint.trust, keepAlive: false });
    this.#endpoint = endpoint;
    this.#onHead = onHead;
  }

  override addRequest(request: ClientRequest, options: object): void {
    request.prependOnceListener('response', (answer: IncomingMessage) => {
      const { date, location } = answer.headers;
      this.#onHead({ status: answer.statusCode ?? 0, retryAfter: answer.headers['retry-after'], date, location });
    });
    super.addRequest(request, options);
  }

  override createConnection(
    options: Parameters<https.Agent['createConnection']>[0],
    done?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null | undefined {
    if (!this.#endpoint.plain) return super.createConnection(options, done);
    return net.connect(this.#endpoint.port, this.#endpoint.host);
  }
}
