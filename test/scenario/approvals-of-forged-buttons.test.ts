/** Buttons that were copied, edited or replayed: what is on them is never believed, and the cluster hears nothing. */
import type { Stage } from '../../src/app/story/stage.ts';
import type { RawRequest } from '../../src/sandbox/slack/deliver/answer.ts';
import {
  APPROVER,
  ASKER,
  type Asked,
  abort,
  askedToApprove,
  breakTheService,
  openTestStage,
} from './support/asked-to-approve.ts';
import { read, toldIn } from './support/screen.ts';

interface Click {
  readonly user: { readonly id: string };
  readonly trigger_id: string;
  readonly response_url: string;
  readonly actions: readonly { readonly action_id: string; readonly value: string }[];
  readonly container: { readonly message_ts: string; readonly channel_id: string };
  readonly [more: string]: unknown;
}

let stage: Stage;
let first: Asked;
let a: Asked;
/** What Slack sent for a click of somebody who may approve, on a card that was decided on. */
let genuine: { click: Click; request: RawRequest };
let forged = 0;

beforeAll(async () => {
  stage = await openTestStage();
  await breakTheService(stage);
  first = await askedToApprove(stage);
  await first.press(APPROVER, 'Reject');
  const request = stage.slack.courier.log.at(-1)?.attempts[0]?.request;
  if (!request) throw new Error('the click was not delivered over HTTP');
  genuine = { request, click: JSON.parse(new URLSearchParams(String(request.body)).get('payload') ?? '') as Click };
  await abort(stage, first);
  a = await askedToApprove(stage);
});
afterAll(async () => stage?.close());
afterEach(async () => {
  expect([...first.tried(), ...a.tried()]).toEqual([]);
  expect((await a.state()).status).toBe('waiting');
});

/** The click with these things edited, signed as Slack would; what its sender is told then. */
async function forge(edit: (c: Click) => object): Promise<string> {
  forged += 1;
  // A reply address takes five answers: each click has its own, as in Slack.
  const reply = stage.slack.workspace.tickets.response({ channel: a.card.channel, user: APPROVER });
  const response_url = genuine.click.response_url.replace(/[^/]+$/, reply);
  const click = { ...genuine.click, response_url, trigger_id: `forged.${forged}`, ...edit(genuine.click) };
  const body = new URLSearchParams({ payload: JSON.stringify(click) }).toString();
  const before = toldAll();
  const answer = await stage.slack.courier.deliver({
    ...genuine.request,
    body,
    headers: { ...genuine.request.headers, ...stage.slack.courier.sign(body) },
  });
  expect(answer.ok).toBe(true);
  await stage.settled();
  const told = toldAll().slice(before.length);
  expect(told.length).toBeLessThanOrEqual(1);
  return told[0] ?? '';
}

const toldAll = () =>
  stage.slack.workspace.messages
    .all()
    .filter((m) => m.onlyFor === APPROVER)
    .map(read);

const pressing = (value: string) => (c: Click) => ({
  actions: c.actions.map((x) => ({ ...x, action_id: 'approval.approve', value })),
});

it.each([
  ['garbage', 'not an approval'],
  ['nothing', ''],
  ['two kilobytes', 'x'.repeat(2_000)],
  ['a run that is not there', '999999.0123456789abcdef'],
  ['a number beyond all numbers', '99999999999999999999.0123456789abcdef'],
  ['somebody else’s words', "1.0123456789abcdef'; drop table run; --"],
  ['a path into the state', '1.__proto__'],
])('a button with %s', async (_what, value) => {
  expect(await forge(pressing(value))).toMatch(/This button no longer works.*Nothing was done/);
});

it('a button with an approval of the right run that never was', async () => {
  expect(await forge(pressing(`${a.run}.0123456789abcdef`))).toMatch(/no longer works|no such approval/);
});

it('a button with the digest of this approval under the number of another run', async () => {
  const digest = a.approval.split('.')[1] ?? '';
  expect(await forge(pressing(`${first.run}.${digest}`))).toMatch(/no longer works|no such approval/);
});

it('a button of an older card with the id of the approval that waits now', async () => {
  expect(await forge(pressing(a.approval))).toMatch(/This is a copy of the card. Decide on the original/);
});

it('an old card of a run that is over', async () => {
  expect(await first.press(APPROVER, 'Approve')).toMatch(/already rejected by <U0GRACE>. Nothing was changed/);
});

it('the card, copied into another channel', async () => {
  const { workspace } = stage.slack;
  const copy = workspace.messages.post({
    channel: workspace.channel('incidents').id,
    user: workspace.app.botUserId,
    botId: workspace.app.botId,
    text: a.card.text,
    blocks: a.card.blocks,
  });
  await stage.slack.as(APPROVER).click(copy, 'Approve');
  await stage.settled();
  expect(toldIn(stage, 'incidents', APPROVER)).toMatch(/This is a copy of the card. Decide on the original/);
});

it('the card, copied within its own channel', async () => {
  const { workspace } = stage.slack;
  const copy = workspace.messages.post({
    channel: a.card.channel,
    user: APPROVER,
    text: a.card.text,
    blocks: a.card.blocks,
  });
  expect(await a.press(APPROVER, 'Approve', copy)).toMatch(/This is a copy of the card/);
});

it('a click with no card around it at all', async () => {
  const told = await forge((c) => ({ ...pressing(a.approval)(c), container: undefined, message: undefined }));
  expect(told).toMatch(/This button no longer works/);
});

it.each([
  ['an action we never sent', 'approval.approve-now', '1'],
  ['a plan asked for before the old one lapsed', 'run.replan', ''],
  ['an undo of what was not done', 'run.undo', ''],
  ['a verdict on a step that nobody doubts', 'run.happened', ''],
])('%s', async (_what, action_id, fixed) => {
  const step = Object.entries((await a.state()).steps).find(([, s]) => s.approval)?.[0] ?? '';
  const value = fixed || `${a.run}:${step}`;
  const body = (c: Click) => ({ actions: c.actions.map((x) => ({ ...x, action_id, value })) });
  if (action_id === 'approval.approve-now') return expect(forge(body)).resolves.toBe('');
  expect(await forge(body)).toMatch(/needs no new plan|is still waiting|Nobody needs to say/);
});

it('the exact bytes of a click again: the same answer, and nothing twice', async () => {
  const refusals = () =>
    stage.query(`select 1 from timeline where kind = 'run' and id = $1 and type = 'click.refused'`, [a.run]);
  await a.press(ASKER, 'Approve');
  const request = stage.slack.courier.log.at(-1)?.attempts[0]?.request;
  if (!request) throw new Error('the click was not delivered over HTTP');
  const before = await refusals();
  const answers = await Promise.all(Array.from({ length: 5 }, () => stage.slack.courier.deliver(request)));
  expect(answers.map((x) => x.status)).toEqual([200, 200, 200, 200, 200]);
  await stage.settled();
  expect(await refusals()).toHaveLength(before.length);
});

it('a click that Slack did not sign', async () => {
  const { request } = genuine;
  const body = String(request.body).replace(first.approval, a.approval);
  const unsigned = await stage.slack.courier.deliver({ ...request, body });
  expect(unsigned.status).toBe(401);
});

it('after all of that the card still waits for a proper click', async () => {
  expect(read(await a.cardNow())).toMatch(/Waits for approval 0\/1/);
});
