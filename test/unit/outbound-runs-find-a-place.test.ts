import type { Incident } from '../../src/domain/incident/model.ts';
import type { Claimed, Outcome } from '../../src/engine/effect.ts';
import { chatRun } from '../../src/outbound/chat-run.ts';
import { catalog, incident, run } from '../support/sample-world.ts';
import { SmallSlack } from '../support/small-outside.ts';

/** The run's card, shown at the n-th attempt while the incident is as given. */
async function show(slack: SmallSlack, of: Incident, attempts: number): Promise<Outcome> {
  const handler = chatRun({ chat: slack, catalog: () => catalog });
  const effect: Claimed = {
    id: 1,
    kind: 'chat.run',
    lane: 'run/17/chat',
    key: 'run/17/chat/1',
    class: 'findable',
    priority: 2,
    payload: { run: 17 },
    of: { kind: 'run', id: 17 },
    fence: attempts,
    attempts,
    crashes: 0,
    doubt: false,
  };
  const { channel: _none, ...without } = run();
  return handler.run(effect, {
    now: () => 0,
    load: async <S>(ref: { kind: string }) => ({ state: (ref.kind === 'run' ? without : of) as S, version: 1 }),
    ours: () => true,
    signal: new AbortController().signal,
  });
}

const { channel: _channel, ...unopened } = incident();

describe('a run’s card', () => {
  it('stands in the incident’s channel', async () => {
    const slack = new SmallSlack();
    expect(await show(slack, incident(), 1)).toMatchObject({ kind: 'done', result: { type: 'run.carded' } });
    expect(slack.said.map((m) => [m.channel, m.thread])).toEqual([['C0INC42', undefined]]);
  });

  it('waits a while for a channel that is being opened', async () => {
    const slack = new SmallSlack();
    expect(await show(slack, unopened, 1)).toMatchObject({ kind: 'again', reason: 'there is no channel for it yet' });
    expect(await show(slack, unopened, 4)).toMatchObject({ kind: 'again' });
    expect(slack.said).toEqual([]);
  });

  it('goes to the thread in #incidents when none opens: an approval must be seen', async () => {
    const slack = new SmallSlack();
    expect(await show(slack, unopened, 5)).toMatchObject({ kind: 'done' });
    expect(slack.said.map((m) => [m.channel, m.thread])).toEqual([['C0ROOM', '1700000000.000100']]);
  });
});
