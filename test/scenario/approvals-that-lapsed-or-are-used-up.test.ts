/** An approval is for a while and for once: late clicks, second clicks and doubled clicks change nothing, a proper one does. */
import type { Stage } from '../../src/app/story/stage.ts';
import {
  APPROVER,
  ASKER,
  type Asked,
  abort,
  acted,
  askedToApprove,
  breakTheService,
  MINUTE,
  newestCard,
  openTestStage,
  SECOND,
} from './support/asked-to-approve.ts';
import { controls, posted, read, toldIn } from './support/screen.ts';

let stage: Stage;
let a: Asked;
beforeAll(async () => {
  stage = await openTestStage();
});
afterAll(async () => stage?.close());
beforeEach(async () => {
  await breakTheService(stage);
  a = await askedToApprove(stage, a);
});
afterEach(async () => abort(stage, a));

it('a click after ten minutes is late, even when nobody noticed yet that the request lapsed', async () => {
  // A worker that does not keep up: the timer that would close the request has not come.
  await stage.query(
    `update effect set due_at = due_at + interval '1 day' where payload->>'type' = 'approval.expire' and status = 'ready'`,
  );
  await stage.advance(10 * MINUTE);
  expect(read(await a.cardNow())).toContain('Waits for approval');
  const told = await a.press(APPROVER, 'Approve');
  expect(told).toMatch(/lapsed.*Nothing was changed.*Plan it again/);
  expect(a.tried()).toEqual([]);
});

it('a request that lapsed says so, takes no late click, and can be asked anew', async () => {
  await stage.advance(10 * MINUTE);
  expect(read(await a.cardNow())).toMatch(/Expired.*nothing was changed/);
  expect(controls(await a.cardNow())).toEqual(['Plan and ask again']);
  // The old screen still shows the button.
  expect(await a.press(APPROVER, 'Approve')).toMatch(/lapsed.*Plan it again to ask anew/);
  expect(a.tried()).toEqual([]);

  await stage.slack.as(ASKER).click(await a.cardNow(), 'Plan and ask again');
  await stage.settled();
  const card = await newestCard(stage, a);
  expect(await a.press(APPROVER, 'Approve')).toMatch(/lapsed/);
  expect(a.tried()).toEqual([]);
  expect(await a.press(ASKER, 'Approve', card)).toMatch(/You asked for this/);
  expect(await a.press(APPROVER, 'Approve', card)).toMatch(/Approved by <U0GRACE>/);
  expect(a.changes()).toEqual([expect.stringMatching(/^PATCH .*architect-api 200$/)]);
});

it('an approval is used once: the second approver, and the first one again, are told', async () => {
  expect(await a.press(APPROVER, 'Approve')).toMatch(/Approved by <U0GRACE>. It is carried out now/);
  expect(await a.press(SECOND, 'Approve')).toMatch(/already approved by <U0GRACE>.*once/);
  expect(await a.press(APPROVER, 'Approve')).toMatch(/already approved by <U0GRACE>.*once/);
  expect(await a.press(SECOND, 'Reject')).toMatch(/already approved by <U0GRACE>/);
  expect(read(await a.cardNow())).toMatch(/Approved by <U0GRACE> and carried out once/);
  expect(controls(await a.cardNow())).toEqual([]);
  expect(a.changes()).toHaveLength(1);
});

it('the next card says which run changed the same a moment ago', async () => {
  expect(read(await a.cardNow())).toMatch(/Reaches.* run \d+ \(API completely down\) changed it .+ before/);
});

it('two approvers in the same moment are one decision', async () => {
  const card = a.card;
  await Promise.all([APPROVER, SECOND, 'U0DEVOPSLEAD'].map((u) => stage.slack.as(u).click(card, 'Approve')));
  await acted(stage);
  const told = [APPROVER, SECOND, 'U0DEVOPSLEAD'].map((u) => toldIn(stage, a.channel, u));
  expect(told.filter((t) => /^Approved by/.test(t))).toHaveLength(1);
  expect(told.filter((t) => /already approved by/.test(t))).toHaveLength(2);
  expect(a.changes()).toHaveLength(1);
});

it('a click that Slack delivers four times is one click', async () => {
  const whispers = () =>
    stage.slack
      .as(APPROVER)
      .seen(a.channel)
      .filter((m) => m.onlyFor === APPROVER);
  const before = whispers().length;
  stage.slack.courier.duplicateNext(3);
  await stage.slack.as(APPROVER).click(a.card, 'Approve');
  await stage.settled();
  const last = stage.slack.courier.log.at(-1);
  await stage.slack.waitForDelivery((d) => d === last && d.attempts.length === 4);
  expect(last?.attempts.map((t) => t.answer.ok)).toEqual([true, true, true, true]);
  await stage.settled();
  const given = await stage.query(`select 1 from timeline where kind = 'run' and id = $1 and type = 'approval.given'`, [
    a.run,
  ]);
  expect(given).toHaveLength(1);
  expect(a.changes()).toHaveLength(1);
  // Slack shows what each copy was answered; no copy is told that it came too late.
  for (const m of whispers().slice(before)) expect(read(m)).toMatch(/^Approved by <U0GRACE>/);
});

it('yes and no in the same moment are one decision, and the other person is told whose it was', async () => {
  await Promise.all([
    stage.slack.as(APPROVER).click(a.card, 'Approve'),
    stage.slack.as(SECOND).click(a.card, 'Reject'),
  ]);
  await stage.settled();
  const [yes, no] = [toldIn(stage, a.channel, APPROVER), toldIn(stage, a.channel, SECOND)];
  if (/^Approved by/.test(yes)) {
    expect(no).toMatch(/already approved by <U0GRACE>/);
    expect(a.changes()).toHaveLength(1);
  } else {
    expect(no).toMatch(/^Rejected. Nothing was changed/);
    expect(yes).toMatch(/already rejected by <U0LINUS>/);
    expect(a.tried()).toEqual([]);
  }
});

it('a rejected plan is not carried out; another option may be chosen, and that one is planned and approved', async () => {
  expect(await a.press(APPROVER, 'Reject')).toMatch(/Rejected. Nothing was changed. Another option may be chosen/);
  expect(await a.press(SECOND, 'Approve')).toMatch(/rejected by <U0GRACE>/);
  expect(read(await a.cardNow())).toMatch(/Rejected by <U0GRACE>; nothing was changed/);
  expect(a.tried()).toEqual([]);

  const choices = posted(stage, a.channel, 'How should we recover?').at(-1);
  if (!choices) throw new Error('nothing is asked any more');
  await stage.slack.as(ASKER).click(choices, 'Restart the pods');
  await stage.settled();
  const card = await newestCard(stage, a);
  expect(read(card)).toMatch(/[Rr]estart/);
  expect(await a.press(APPROVER, 'Approve')).toMatch(/rejected by <U0GRACE>/);
  expect(a.tried()).toEqual([]);
  expect(await a.press(APPROVER, 'Approve', card)).toMatch(/Approved by <U0GRACE>/);
  expect(a.changes()).toHaveLength(1);
});

it('an aborted run takes no approval any more', async () => {
  const [run] = posted(stage, a.channel, `R-${a.run}`).filter((m) => controls(m).includes('Abort…'));
  if (!run) throw new Error('there is no run card to abort on');
  await stage.slack.as(APPROVER).click(run, 'Abort…');
  await stage.settled();
  expect(toldIn(stage, a.channel, APPROVER)).toMatch(/is aborted/);
  expect(await a.press(SECOND, 'Approve')).toMatch(/void|over|Nothing was changed/);
  expect(read(await a.cardNow())).toMatch(/Void.*nothing was changed/);
  expect(a.tried()).toEqual([]);
  expect((await a.state()).status).toBe('aborted');
  const below = posted(stage, a.channel, `R-${a.run} `, 'what its steps gave').map((m) => m.threadTs);
  expect(below).toEqual([run.ts]);
});

it('nothing is approved after the incident is resolved', async () => {
  await stage.slack.as(ASKER).command(a.channel, '/incident', 'resolve it went away by itself');
  await stage.settled();
  expect(await a.press(APPROVER, 'Approve')).toMatch(/Nothing (was|is) changed/);
  expect(controls(await a.cardNow())).toEqual([]);
  expect(a.tried()).toEqual([]);
});
