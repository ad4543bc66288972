/** `given.web`: `GET https://…` → a status and a body, or the error of a server that is not there. */
import { z } from 'zod';
import { Fault } from '../../../ports/fault.ts';
import type { Web } from '../../../ports/web.ts';
import { Answers, type InTime, inTime } from './answer.ts';
import type { Moment } from './calls.ts';

const answer = z.union([
  z.strictObject({ status: z.int().min(100).max(599), body: z.string().default(''), ms: z.number().default(5) }),
  z.strictObject({ error: z.string() }),
  /** A request whose reply is lost. */
  z.strictObject({ lost: z.literal(true) }),
]);
type Answer = z.output<typeof answer>;
export const webSchema = z.record(z.string(), inTime(answer));

export function givenWeb(all: Readonly<Record<string, InTime<Answer>>>, moment: Moment) {
  const answers = new Answers<Answer>('web', all, moment);
  const web: Web = {
    refuses: () => undefined,
    async get(url) {
      const is = answers.to(`GET ${url}`);
      if (!('status' in is)) {
        const error = 'error' in is ? is.error : 'the connection broke';
        return { status: 0, ms: 5, body: '', error };
      }
      return { ...is, ...parsed(is.body) };
    },
    async send({ method, url, body }) {
      const is = answers.to(`${method} ${url}`);
      moment.calls.note(`${method} ${url}${body ? ` ${body}` : ''}`);
      if ('error' in is) throw new Fault('permanent', 'web.refused', is.error);
      if ('lost' in is) throw new Fault('unknown', 'web.lost', 'the reply was lost');
      return { status: is.status, body: is.body, ...parsed(is.body) };
    },
  };
  return { web, answers };
}

function parsed(body: string): { json?: unknown } {
  try {
    return { json: JSON.parse(body) };
  } catch {
    return {};
  }
}
