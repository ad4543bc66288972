/** Deliveries as Socket Mode envelopes: sent again over another connection when the first one dies before the ack. */
import { type Carried, failed, type Outgoing } from './answer.ts';
import type { Envelope, SocketHub } from './socket-hub.ts';

const mostConnectionsTried = 4;
const types = { command: 'slash_commands', interaction: 'interactive', event: 'events_api' } as const;

export class SocketRoute {
  readonly #hub: SocketHub;
  readonly #timeoutMs: number;
  #everConnected = false;

  constructor(hub: SocketHub, timeoutMs: number) {
    this.#hub = hub;
    this.#timeoutMs = timeoutMs;
  }

  async carry(outgoing: Outgoing, retry: number, reason: string): Promise<Carried> {
    const started = Date.now();
    this.#everConnected ||= this.#hub.connections > 0;
    if (!this.#everConnected) return { answer: failed('no_app', started) };
    let resends = retry;
    for (let tried = 0; tried < mostConnectionsTried; tried += 1) {
      if (!(await this.#hub.connected(this.#timeoutMs))) break;
      const ending = await this.#hub.send(envelope(outgoing, resends, reason), this.#timeoutMs);
      if (ending.kind === 'acked') {
        return { answer: { ok: true, status: 200, body: ending.payload, ms: Date.now() - started } };
      }
      if (ending.kind === 'timeout') return { answer: failed('timeout', started) };
      resends += 1;
    }
    return { answer: failed('connection_failed', started) };
  }
}

/** Only events say that they were sent before. */
function envelope({ kind, payload, takesAnswer }: Outgoing, retry: number, reason: string): Envelope {
  const again = { retry_attempt: retry, retry_reason: reason === 'http_timeout' || reason === '' ? 'timeout' : reason };
  const base = { type: types[kind], payload, accepts_response_payload: takesAnswer };
  return kind === 'event' ? { ...base, ...(retry > 0 ? again : { retry_attempt: 0, retry_reason: '' }) } : base;
}
