/** What time a server believes it is: the `Date` header of whatever it answers. */
import { Agent, request } from 'undici';
import { call } from './call.ts';
import type { Target } from './target.ts';

export interface ServerTime {
  /** The earliest and the latest time at the server, milliseconds since the epoch: the header has whole seconds. */
  readonly from: number;
  readonly to: number;
  /** Our own clock around the question. */
  readonly asked: number;
  readonly answered: number;
}

/** Undefined when the answer carries no date. Throws a Fault when there is no answer. */
export async function serverTime(
  target: Pick<Target, 'vendor' | 'label'>,
  url: string,
  deadline: number,
): Promise<ServerTime | undefined> {
  const agent = new Agent({ pipelining: 0 });
  const plan = { ...target, operation: 'the time', effect: 'read', deadline } as const;
  try {
    return await call(plan, async (signal) => {
      const asked = Date.now();
      const answer = await request(url, { method: 'GET', dispatcher: agent, signal });
      const answered = Date.now();
      answer.body.on('error', () => undefined).destroy();
      const from = Date.parse(String(answer.headers.date ?? ''));
      return Number.isNaN(from) ? undefined : { from, to: from + 999, asked, answered };
    });
  } finally {
    await agent.destroy();
  }
}
