/** Words that try to be more than words: they are shown as they were typed, and nothing in Slack acts on them. */
import type { Stage } from '../../src/app/story/stage.ts';
import { type ActiveToken, activeTokensOf } from '../../src/sandbox/slack/show/mrkdwn.ts';
import { ASKER, declared, MINUTE, openTestStage, runIsAsking } from './support/asked-to-approve.ts';
import { answerTo } from './support/at-the-keyboard.ts';
import { posted, read } from './support/screen.ts';

/** As Slack delivers what a person typed, and with tokens that no person can type. */
const HOSTILE =
  '&lt;!channel&gt; *x* ${{ 1 }} \u202egnp.exe <!here> <@U0EVIL> <https://evil.example|your bank> `c` &amp;lt;!here&amp;gt;';
/** The beginning of it as it is shown. */
const SHOWN = '<!channel> *x* ${{ 1 }} ⟨U+202E⟩gnp.exe';
const LINKS = ['https://status.example.com/', 'https://meet.example.com/war-room', 'https://oncall.example.com/'];

let stage: Stage;
let incident: number;
let channel: string;
beforeAll(async () => {
  stage = await openTestStage();
  ({ incident, channel } = await declared(stage, `p1 ${HOSTILE} impact="${HOSTILE}" customers="<!here>" --separate`));
});
afterAll(async () => stage?.close());

/** Only what our own code writes may be acted on: our people, our channels, times, and the organisation's own links. */
function isOurs(t: ActiveToken): boolean {
  const { people, channels } = stage.slack.workspace;
  switch (t.kind) {
    case 'date':
      return true;
    case 'user':
      return people.get(t.target) !== undefined;
    case 'channel':
      return channels.get(t.target) !== undefined;
    case 'link':
      return LINKS.includes(t.target);
    default:
      return false;
  }
}

function nothingElseIsActive(): void {
  const ours = stage.slack.workspace.messages.all().filter((m) => m.botId !== undefined || m.onlyFor !== undefined);
  expect(ours.length).toBeGreaterThan(5);
  const foreign = ours.flatMap((m) =>
    activeTokensOf(m)
      .filter((t) => !isOurs(t))
      .map((t) => `${t.raw} at ${t.where}`),
  );
  expect(foreign).toEqual([]);
}

it('are the title as typed on the card, and a tame name of the channel', () => {
  const [card] = posted(stage, 'incidents', `INC-${incident}`);
  expect(read(card)).toContain(SHOWN);
  expect(read(card)).not.toContain('\u202e');
  expect(channel).toMatch(/^inc-\d+-[a-z0-9-]+$/);
  expect(channel.length).toBeLessThanOrEqual(80);
  nothingElseIsActive();
});

it('reach PagerDuty as text', () => {
  const [alert] = stage.pagerduty.alerts();
  expect(JSON.stringify(alert)).toContain('<!channel> *x* ${{ 1 }}');
});

it('stay words in updates, states, reasons, the runbook’s run and the timeline', async () => {
  await answerTo(stage, ASKER, `update ${HOSTILE} eta="${HOSTILE}"`, channel);
  await answerTo(stage, ASKER, `severity p1 ${HOSTILE}`, channel);
  await runIsAsking(stage, channel);
  await answerTo(stage, ASKER, 'timeline', channel);
  await answerTo(stage, ASKER, 'show', channel);
  await answerTo(stage, ASKER, 'list', channel);
  await stage.settled();
  expect(posted(stage, channel, '${{ 1 }}').length).toBeGreaterThan(1);
  nothingElseIsActive();
});

it('are not evaluated in the message to customers', async () => {
  await stage.advance(31 * MINUTE);
  const [told] = posted(stage, 'status-updates', 'INC-');
  expect(read(told)).toContain('${{ 1 }}');
  nothingElseIsActive();
});

it('may be in commands that are refused, too', async () => {
  const refused = await Promise.all(
    [
      `declare ${HOSTILE.slice(0, 30)}9`,
      `${HOSTILE}`,
      `declare p1 x service="${HOSTILE}"`,
      `run ${HOSTILE}`,
      `ack for ${HOSTILE}`,
      `severity ${HOSTILE}`,
    ].map((text) => stage.slack.as('U0GRACE').command(channel, '/incident', text)),
  );
  expect(refused.every((r) => r.ok)).toBe(true);
  nothingElseIsActive();
});

it('may be the last thing said', async () => {
  expect(await answerTo(stage, ASKER, `resolve ${HOSTILE}`, channel)).toContain('resolved');
  await stage.settled();
  nothingElseIsActive();
});

it('of ten kilobytes are cut where they are shown and kept whole in the record', async () => {
  const long = `API ${'x'.repeat(10_240)} the end`;
  const answer = await answerTo(stage, ASKER, `declare p3 ${long} --separate`);
  expect(answer).toMatch(/Declared INC-\d+ .*The title was cut to 140 characters; the whole text is in the timeline/s);
  await stage.settled();
  const id = Number(/INC-(\d+)/.exec(answer)?.[1]);
  const kept = await stage.query<{ data: { title: string; description: string } }>(
    `select data from timeline where kind = 'incident' and id = $1 and type = 'incident.declared'`,
    [id],
  );
  expect(kept[0]?.data.title).toHaveLength(140);
  expect(kept[0]?.data.description?.length).toBe(long.length);
  expect(kept[0]?.data.description === long).toBe(true);
  expect(posted(stage, 'incidents', `INC-${id}`)).not.toEqual([]);
  expect(stage.pagerduty.alerts().filter((x) => x.dedupKey.includes(`INC-${id}:`))).toHaveLength(1);
});
