/** The two short-lived permissions Slack hands out: a trigger id (open one modal, 3 s) and a response URL (5 answers, 30 min). */
import type { Ids } from './ids.ts';

const triggerLifeMs = 3_000;
const responseLifeMs = 30 * 60_000;
const responseUses = 5;

export interface ResponseTicket {
  readonly channel: string;
  readonly user: string;
  /** The message the button was on. */
  readonly messageTs?: string;
  readonly threadTs?: string;
}

export class Tickets {
  readonly #triggers = new Map<string, { user: string; at: number; view?: string; used: boolean }>();
  readonly #responses = new Map<string, { ticket: ResponseTicket; at: number; uses: number }>();
  readonly #ids: Ids;

  constructor(ids: Ids) {
    this.#ids = ids;
  }

  /** `view`: the modal the interaction happened in, on which `views.push` stacks. */
  trigger(user: string, view?: string): string {
    const id = this.#ids.trigger();
    this.#triggers.set(id, { user, at: this.#ids.now(), used: false, ...(view === undefined ? {} : { view }) });
    return id;
  }

  /** Uses a trigger up; a string is Slack's reason to refuse. */
  exchange(id: string): { readonly user: string; readonly view?: string } | string {
    const found = this.#triggers.get(id);
    if (!found) return 'invalid_trigger_id';
    if (found.used) return 'exchanged_trigger_id';
    if (this.#ids.now() - found.at > triggerLifeMs) return 'expired_trigger_id';
    found.used = true;
    return found;
  }

  /** The secret last part of a response URL. */
  response(ticket: ResponseTicket): string {
    const id = this.#ids.next('R');
    this.#responses.set(id, { ticket, at: this.#ids.now(), uses: 0 });
    return id;
  }

  /** Counts one use of a response URL; a string is Slack's reason to refuse. */
  respond(id: string): ResponseTicket | string {
    const found = this.#responses.get(id);
    if (!found) return 'invalid_url';
    if (this.#ids.now() - found.at > responseLifeMs) return 'expired_url';
    if (found.uses >= responseUses) return 'used_url';
    found.uses += 1;
    return found.ticket;
  }
}
