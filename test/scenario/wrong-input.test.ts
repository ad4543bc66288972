/** Typing mistakes at 03:00: each is answered with what to write instead, and nothing is declared, paged or started. */
import type { Stage } from '../../src/app/story/stage.ts';
import { APPROVER, ASKER, declared, openTestStage } from './support/asked-to-approve.ts';
import { answerTo, countOf, mention } from './support/at-the-keyboard.ts';
import { posted, read, toldIn } from './support/screen.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openTestStage();
});
afterAll(async () => stage?.close());

const nothingHappened = async () => {
  await stage.settled();
  expect(await countOf(stage, 'incident')).toBe(0);
  expect(stage.pagerduty.alerts()).toEqual([]);
  expect(stage.cluster.world.mutations()).toEqual([]);
};

describe('while no incident is open', () => {
  afterEach(nothingHappened);

  it.each([
    ['declare p9 API down', /Unknown severity “p9”.*p1, p2, p3, p4.*Nothing was done/],
    ['declare sev0 API down', /Unknown severity “sev0”.*Known: p1/],
    ['declare p1 API down service=arhcitect', /Unknown service “arhcitect”. Did you mean architect\?/],
    ['declare p1 API down servce=architect', /no servce=. Did you mean service=\?.*Nothing was done/],
    ['declare p1 API down --seperate', /no --seperate.*--separate.*Nothing was done/],
    ['delcare p1 API down', /I do not know “delcare”. Did you mean \/incident declare p1 API down\?.*Nothing was done/],
    ['xyzzy', /I do not know “xyzzy”.*\/incident help lists/],
    ['ack', /No incident is open.*\/incident declare p1 API down/],
    ['ack INC-7', /There is no INC-7.*\/incident list/],
    ['resolve it is over', /No incident is open/],
    ['update all is well', /No incident is open/],
    ['run api-completely-down', /No incident is open/],
    ['escalate', /No incident is open/],
    ['timeline INC-99999999', /There is no INC-99999999/],
  ])('/incident %s', async (text, says) => {
    expect(await answerTo(stage, ASKER, text)).toMatch(says);
  });

  it('/incident declare API down, without a severity, asks for it in a form that knows the rest', async () => {
    const answer = await stage.slack.as(ASKER).command('incidents', '/incident', 'declare API down');
    expect(answer.ok).toBe(true);
    const form = await stage.slack.as(ASKER).waitForModal();
    expect(JSON.stringify(form.content)).toContain('"initial_value":"API down"');
    // Slack itself keeps a form that lacks something; nothing was sent.
    await expect(stage.slack.as(ASKER).submit(form)).rejects.toThrow(/How bad is it/);
    await stage.slack.as(ASKER).dismiss(form);
  });

  it('@tocsin declare p1, where no form can open, says what to type', async () => {
    expect(await mention(stage, ASKER, '@tocsin declare p1', 'incidents')).toMatch(
      /What is wrong\? Say @tocsin declare p1 API down. Nobody has been paged/,
    );
    expect(await mention(stage, ASKER, '@tocsin declare API down', 'incidents')).toMatch(
      /How bad is it\?.*p1 API down/,
    );
    expect(await mention(stage, ASKER, '@tocsin delcare p1 API down', 'incidents')).toMatch(
      /Did you mean @tocsin declare/,
    );
  });
});

describe('what people mean', () => {
  it('a bare /incident declare opens a form, and the form declares', async () => {
    await stage.slack.as(APPROVER).command('incidents', '/incident', 'declare');
    const form = await stage.slack.as(APPROVER).waitForModal();
    await stage.slack
      .as(APPROVER)
      .submit(form, { 'What is wrong?': 'Reports are slow', 'How bad is it?': 'P3 Medium' });
    const view = await stage.slack.as(APPROVER).waitForModal((v) => JSON.stringify(v.content).includes('Declared'));
    expect(JSON.stringify(view.content)).toMatch(/INC-1/);
    await stage.settled();
    expect(read(posted(stage, 'incidents', 'INC-1')[0])).toMatch(/P3 Medium · Reports are slow/);
  });

  it('@tocsin DECLARE P1 - API DOWN, the line of the seed, declares and pages', async () => {
    await stage.advance(121_000);
    expect(await mention(stage, ASKER, '@tocsin DECLARE P1 - API DOWN', 'incidents')).toMatch(
      /Declared INC-2 P1 Critical: API DOWN. Paging/,
    );
    await stage.settled();
    expect(stage.pagerduty.alerts().filter((x) => x.dedupKey.includes('INC-2:'))).toHaveLength(3);
  });

  it('with two open, an ack outside of both asks which; in a thread of a card, it is that one', async () => {
    expect(await answerTo(stage, ASKER, 'ack')).toMatch(/INC-1.*INC-2|INC-2.*INC-1/s);
    const [card] = posted(stage, 'incidents', 'INC-2', 'API DOWN').filter((m) => m.threadTs === undefined);
    expect(await mention(stage, ASKER, '@tocsin ack', 'incidents', card?.ts)).toMatch(/You are on INC-2 until/);
    expect(await answerTo(stage, APPROVER, 'ack INC-2')).toMatch(/<U0ADA> is already on INC-2/);
  });

  it.each([
    ['ack for a while', /For how long\?.*ack for 20m.*Nothing was done/],
    ['ack for 9h', /one minute to four hours/],
    ['severity', /Which one\?.*severity p1.*Known: p1, p2, p3, p4/],
    ['severity p7', /Unknown severity “p7”.*Known: p1, p2, p3, p4.*Nothing was done/],
    ['run api-is-down', /I do not know the runbook “api-is-down”.*Nothing was started/],
    [
      'run api-completely-down namspace=other',
      /Unknown input of API completely down “namspace”. Did you mean namespace/,
    ],
    ['state sleeping', /Unknown state “sleeping”. Known: investigating.*Nothing was done/],
    ['escalate level 12', /There is no level 12. Levels: 1, 2, 3, 4, or next/],
    ['escalate to the database people', /To which level\?.*escalate 3.*Nobody was paged/],
  ])('/incident %s, in the incident’s channel', async (text, says) => {
    await stage.settled();
    const before = await stage.query(`select 1 from timeline`);
    const channel = stage.slack.workspace.channels.all().find((c) => c.name.startsWith('inc-2-'));
    expect(await answerTo(stage, ASKER, text, channel?.name)).toMatch(says);
    await stage.settled();
    expect(await stage.query(`select 1 from timeline`)).toHaveLength(before.length);
    expect(await countOf(stage, 'run')).toBe(0);
  });

  it('who may not is told who may', async () => {
    const told = await answerTo(stage, 'U0VIEWER', 'resolve INC-2 looks fine to me');
    expect(told).toMatch(/You may not resolve.*sre.*responders.*ask one of them/);
    expect(await answerTo(stage, 'U0VIEWER', 'run INC-2 api-completely-down')).toMatch(/You may not start runbooks/);
    await stage.settled();
    expect(await countOf(stage, 'run')).toBe(0);
  });

  it('a form that was open while somebody else resolved says so and keeps the words', async () => {
    const { channel } = await declared(stage, 'p4 Typo on the start page --separate');
    await stage.slack.as(APPROVER).command(channel, '/incident', 'resolve');
    const form = await stage.slack.as(APPROVER).waitForModal();
    await answerTo(stage, ASKER, 'resolve the typo is gone', channel);
    await stage.slack.as(APPROVER).submit(form, { 'What was it, and what fixed it?': 'it was me' });
    const shown = stage.slack.as(APPROVER).modals().at(-1);
    expect(JSON.stringify(shown?.errors) + JSON.stringify(shown?.content) + toldIn(stage, channel, APPROVER)).toMatch(
      /resolved/,
    );
  });
});
