/** Two people see the same fire, and Slack says things twice: one incident, one set of pages, and everybody knows where to go. */
import type { Stage } from '../../src/app/story/stage.ts';
import type { RawRequest } from '../../src/sandbox/slack/deliver/answer.ts';
import type { Message } from '../../src/sandbox/slack/model/types.ts';
import { APPROVER, ASKER, MINUTE, openTestStage } from './support/asked-to-approve.ts';
import { answerTo, countOf, type } from './support/at-the-keyboard.ts';
import { controls, posted, read, toldIn } from './support/screen.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openTestStage();
});
afterAll(async () => stage?.close());

/** The window in which a second declaration is taken for the same one is over. */
const later = () => stage.advance(2 * MINUTE + 1_000);

const idIn = (text: string) => Number(/INC-(\d+)/.exec(text)?.[1]);
const pagesOf = (id: number) => stage.pagerduty.alerts().filter((x) => x.dedupKey.includes(`INC-${id}:`));

describe('two minutes apart from anything else', () => {
  beforeEach(later);

  it('by two people within a second: one incident, and the other may join with a click', async () => {
    const said = await Promise.all([
      type(stage, ASKER, 'declare p1 API down'),
      type(stage, APPROVER, 'declare p1 API down'),
    ]);
    await stage.settled();
    expect(await countOf(stage, 'incident')).toBe(1);
    const first = said.find((m) => /Declared INC-\d+/.test(read(m)));
    // Both may have drawn a number: whose declaration came first has one, and it need not be the lower.
    const id = idIn(first ? read(first) : '');
    const second = said.find((m) => m !== first) as Message;
    expect(first).toBeDefined();
    expect(read(second)).toContain(
      `INC-${id} was declared for Architect Dashboard API less than two minutes ago. Join it, or add --separate`,
    );
    expect(controls(second)).toEqual([`Join INC-${id}`]);
    expect(pagesOf(id)).toHaveLength(3);

    const late = second.onlyFor ?? '';
    await stage.slack.as(late).click(second, `Join INC-${id}`);
    await stage.settled();
    expect(toldIn(stage, 'incidents', late)).toContain(`You joined INC-${id}`);
    const channel = stage.slack.workspace.channels.all().find((c) => c.name.startsWith(`inc-${id}-`));
    expect(channel?.members.has(late)).toBe(true);
  });

  it('--separate says that it is another one', async () => {
    const before = await countOf(stage, 'incident');
    await answerTo(stage, ASKER, 'declare p2 Search is slow');
    expect(await answerTo(stage, APPROVER, 'declare p2 Login is slow')).toMatch(/Join it, or add --separate/);
    expect(await answerTo(stage, APPROVER, 'declare p2 Login is slow --separate')).toMatch(
      /Declared INC-\d+ P2 High: Login is slow/,
    );
    await stage.settled();
    expect(await countOf(stage, 'incident')).toBe(before + 2);
  });

  it('by twenty people at once: one incident and nineteen offers', async () => {
    const { people } = stage.slack.workspace;
    const crowd = Array.from({ length: 20 }, (_, i) => people.add({ name: `witness${i}` }).id);
    const before = await countOf(stage, 'incident');
    const said = await Promise.all(crowd.map((u) => answerTo(stage, u, 'declare p1 everything is down')));
    await stage.settled();
    expect(await countOf(stage, 'incident')).toBe(before + 1);
    expect(said.filter((t) => t.startsWith('Declared'))).toHaveLength(1);
    expect(said.filter((t) => !/^Declared|less than two minutes ago/.test(t))).toEqual([]);
    expect(said.filter((t) => /less than two minutes ago/.test(t))).toHaveLength(19);
  });

  it('after two minutes it is another incident', async () => {
    expect(await answerTo(stage, ASKER, 'declare p3 still slow')).toMatch(/Declared INC-/);
    await stage.settled();
  });
});

describe('the bytes of one command', () => {
  let request: RawRequest;
  let before: number;
  let id: number;
  const again = () => stage.slack.courier.deliver(request);

  beforeAll(async () => {
    await later();
    before = await countOf(stage, 'incident');
    id = idIn(await answerTo(stage, ASKER, 'declare p1 API down'));
    const first = stage.slack.courier.log.at(-1)?.attempts[0];
    if (!first?.request) throw new Error('the command was not delivered over HTTP');
    request = first.request;
    await stage.settled();
  });

  it('twenty more times: the same answer, one incident, one alert per target', async () => {
    const first = stage.slack.courier.log.findLast((d) => d.outgoing.kind === 'command')?.attempts[0]?.answer.body;
    const answers = await Promise.all(Array.from({ length: 20 }, again));
    expect(answers.map((x) => x.body)).toEqual(Array.from({ length: 20 }, () => first));
    await stage.settled();
    expect(await countOf(stage, 'incident')).toBe(before + 1);
    expect(pagesOf(id)).toHaveLength(3);
    expect(posted(stage, 'incidents', `INC-${id} `).filter((m) => m.threadTs === undefined)).toHaveLength(1);
  });

  it('almost five minutes later still only repeat the answer', async () => {
    await stage.advance(4 * MINUTE);
    expect(await again()).toMatchObject({ status: 200 });
    await stage.settled();
    expect(await countOf(stage, 'incident')).toBe(before + 1);
  });

  it('later than that are refused', async () => {
    await stage.advance(2 * MINUTE);
    expect((await again()).status).toBe(401);
  });

  it.each([
    ['from the past', -310],
    ['from the future', 310],
    ['of tomorrow', 86_400],
  ])('signed with a time %s are refused', async (_what, seconds) => {
    const { courier } = stage.slack;
    const at = Math.floor(stage.clock.now() / 1000) + seconds;
    const body = String(request.body).replace(/trigger_id=[^&]+/, 'trigger_id=another');
    const answer = await courier.deliver({
      ...request,
      body,
      headers: { ...request.headers, ...courier.sign(body, at) },
    });
    expect(answer.status).toBe(401);
    expect(await countOf(stage, 'incident')).toBe(before + 1);
  });

  it('with one character changed are refused', async () => {
    const body = String(request.body).replace('API', 'APL');
    expect((await stage.slack.courier.deliver({ ...request, body })).status).toBe(401);
    expect(await countOf(stage, 'incident')).toBe(before + 1);
  });
});
