/**
 * People who do not give up: a command or click that was not answered is delivered again, byte for byte, until it is. What was
 * asked, what was answered and what stood in the record at that very moment is written down.
 */
import type { Answer, DeliveryRecord } from '../../src/sandbox/slack/deliver/answer.ts';
import type { Message } from '../../src/sandbox/slack/model/types.ts';
import type { World } from './world.ts';

export interface Asked {
  readonly who: string;
  readonly what: string;
  /** The inbox key it must have. */
  readonly key: string;
  readonly tries: number;
  /** Somebody was told that it is done. */
  readonly answeredOk: boolean;
  /** It stood in the record when the answer came. */
  readonly recorded: boolean;
  /** Real milliseconds until each answer. */
  readonly ms: readonly number[];
  /** The person went away after one try. */
  readonly abandoned: boolean;
}

/** Words of an answer that promises nothing: not recorded, or not yet. */
const NO_PROMISE = /Not recorded|Still working on it|Something is broken|not connected|cannot verify/;
/** Between two tries, milliseconds: a person, or Slack. */
const AGAIN = 200;
const MOST_TRIES = 60;

const textOf = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body ?? ''));

export class Client {
  readonly asked: Asked[] = [];
  readonly #w: World;

  constructor(w: World) {
    this.#w = w;
  }

  /** `/incident …`; resolves once it stands in the record. */
  command(who: string, channel: string, text: string): Promise<Asked> {
    return this.#insist(who, `/incident ${text}`, true, () =>
      this.#w.stage.slack.as(who).command(channel, '/incident', text),
    );
  }

  /** Tried once and left alone, whatever comes back. */
  async tryOnce(who: string, channel: string, text: string): Promise<Asked> {
    return this.#ask(who, `/incident ${text}`, true, 1, () =>
      this.#w.stage.slack.as(who).command(channel, '/incident', text),
    );
  }

  /** Presses a button of this message; resolves once that stands in the record. */
  click(who: string, message: Message, button: string): Promise<Asked> {
    // The answer to a click is empty; what came of it is whispered after the commit.
    return this.#insist(who, `presses ${button}`, false, () => this.#w.stage.slack.as(who).click(message, button));
  }

  #insist(who: string, what: string, answers: boolean, act: () => Promise<Answer>): Promise<Asked> {
    return this.#ask(who, what, answers, MOST_TRIES, act);
  }

  async #ask(who: string, what: string, answers: boolean, most: number, act: () => Promise<Answer>): Promise<Asked> {
    const { courier } = this.#w.stage.slack;
    const before = courier.log.length;
    const acting = act();
    const record = courier.log[before];
    if (!record) throw new Error(`${what} was not sent`);
    const key = keyOf(record);
    let answer = await acting;
    const ms = [answer.ms];
    for (let tries = 1; ; tries++) {
      const promised = answers && answer.ok && !NO_PROMISE.test(textOf(answer.body));
      const recorded = await this.#stands(key);
      if (recorded || promised || tries >= most) {
        const done = { who, what, key, tries, answeredOk: promised, recorded, ms, abandoned: !recorded };
        this.asked.push(done);
        if (!recorded && most > 1)
          throw new Error(`${what} by ${who} is not recorded after ${tries} tries: ${textOf(answer.body)}`);
        return done;
      }
      await new Promise((r) => setTimeout(r, AGAIN));
      answer = await this.#again(record);
      ms.push(answer.ms);
    }
  }

  /** The same bytes, signed anew, as Slack would send them again. */
  async #again(record: DeliveryRecord): Promise<Answer> {
    const { courier } = this.#w.stage.slack;
    const request = record.attempts[0]?.request;
    if (!request) return courier.deliver({ body: '', headers: {} });
    return courier.deliver({ ...request, headers: { ...request.headers, ...courier.sign(String(request.body)) } });
  }

  /** A record that is away answers nothing: then nobody knows yet. */
  async #stands(key: string): Promise<boolean> {
    const rows = await this.#w.query('select 1 from inbox where key = $1', [key]).catch(() => []);
    return rows.length > 0;
  }
}

function keyOf(record: DeliveryRecord): string {
  const p = record.outgoing.payload as { team_id?: string; team?: { id?: string }; trigger_id?: string };
  return `slack:${p.team_id ?? p.team?.id}:${p.trigger_id}`;
}
