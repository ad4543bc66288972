/** How the simulated Slack brings things to an app over HTTP: signed, in three seconds, events again; and what people see. */
import type http from 'node:http';
import { type BoltApp, boltApp } from './support/bolt-app.ts';
import { type ToyApp, toyApp } from './support/raw-slack.ts';
import { edgeWorld } from './support/slack-edge.ts';
import { type SlackWorld, section, slackWorld } from './support/slack-world.ts';

describe('deliveries over HTTP', () => {
  let world: SlackWorld;
  let toy: ToyApp;
  const start = async (answer: (n: number, res: http.ServerResponse) => void) => {
    toy = await toyApp(answer);
    world = await slackWorld({ requestUrl: toy.url, ackTimeoutMs: 150, subscriptions: ['app_mention'] });
  };
  const alice = () => world.slack.as('U0ALICE');
  const ok = (_n: number, res: http.ServerResponse) => void res.end();
  afterEach(async () => {
    await world.slack.close();
    await toy.close();
  });

  it('S-46 gives up on a silent command after three seconds, tells the person, and does not send it again', async () => {
    await start(() => undefined);
    const answer = await alice().command('incidents', '/incident', 'declare p1');
    expect(answer).toMatchObject({ ok: false, status: 0, failure: 'timeout' });
    expect(answer.ms).toBeGreaterThanOrEqual(140);
    world.clock.advance(600_000);
    expect(toy.requests).toHaveLength(1);
    const seen = alice().seen('incidents');
    expect(seen.map((m) => m.text)).toEqual(['/incident failed with the error "operation_timeout"']);
  });

  it('S-46 tells the person when the app is not there or answers with an error', async () => {
    await start((_n, res) => void res.writeHead(500).end());
    expect(await alice().command('incidents', '/incident')).toMatchObject({ failure: 'http_error' });
    await toy.close();
    expect(await alice().command('incidents', '/incident')).toMatchObject({ failure: 'connection_failed' });
    const failed = '/incident failed with the error "dispatch_failed"';
    expect(
      alice()
        .seen('incidents')
        .map((m) => m.text),
    ).toEqual([failed, failed]);
  });

  it('S-54 does not send a click again that nobody answered', async () => {
    await start(() => undefined);
    const button = { type: 'button', action_id: 'ack', text: { type: 'plain_text', text: 'Ack' } };
    const blocks = [section('API down'), { type: 'actions', elements: [button] }];
    const { ts } = await world.web.chat.postMessage({ channel: 'C0ROOM', text: 'card', blocks: blocks as never });
    const card = await alice().waitFor((m) => m.ts === ts);
    expect(await alice().click(card, 'Ack')).toMatchObject({ ok: false, failure: 'timeout' });
    world.clock.advance(600_000);
    await alice().click(card, 'Ack');
    expect(toy.requests).toHaveLength(2);
  });

  it('S-53 shows that something is wrong when a form is not answered in time', async () => {
    await start(() => undefined);
    const view = { type: 'modal' as const, title: { type: 'plain_text' as const, text: 'Hi' }, blocks: [section('x')] };
    await world.web.views.open({ trigger_id: world.slack.workspace.tickets.trigger('U0ALICE'), view });
    expect(await alice().submit(await alice().waitForModal())).toMatchObject({ failure: 'timeout' });
    expect(alice().modals()).toMatchObject([{ trouble: 'We had some trouble connecting. Try again?' }]);
  });

  it('S-56 tries an event again at once, after a minute and after five, marked, with the same event_id', async () => {
    await start((n, res) => void res.writeHead(n < 4 ? 500 : 200).end());
    const { answers } = await alice().say('incidents', '<@U0TOCSIN> ack');
    expect(answers).toMatchObject([{ ok: false, status: 500, failure: 'http_error' }]);
    const attempts = (n: number) => world.slack.waitForDelivery((d) => d.attempts.length === n);
    await attempts(2);
    expect(toy.requests).toHaveLength(2);
    world.clock.advance(60_000);
    await attempts(3);
    world.clock.advance(300_000);
    const record = await attempts(4);
    expect(record.attempts.map((a) => a.answer.status)).toEqual([500, 500, 500, 200]);
    expect(toy.requests.map((r) => [r.headers['x-slack-retry-num'], r.headers['x-slack-retry-reason']])).toEqual([
      [undefined, undefined],
      ['1', 'http_error'],
      ['2', 'http_error'],
      ['3', 'http_error'],
    ]);
    expect(new Set(toy.requests.map((r) => r.body)).size).toBe(1);
  });

  it('S-56 gives up after the third try, and names a silence and a cut connection as reasons', async () => {
    await start((n, res) => (n === 1 ? undefined : void res.destroy()));
    await alice().say('incidents', '<@U0TOCSIN> ack');
    const attempts = (n: number) => world.slack.waitForDelivery((d) => d.attempts.length === n);
    await attempts(2);
    world.clock.advance(60_000);
    await attempts(3);
    world.clock.advance(300_000);
    await attempts(4);
    world.clock.advance(3_600_000);
    await alice().say('incidents', '<@U0TOCSIN> another');
    expect(world.slack.courier.log[0]?.attempts).toHaveLength(4);
    const reasons = toy.requests.slice(0, 4).map((r) => r.headers['x-slack-retry-reason']);
    expect(reasons).toEqual([undefined, 'http_timeout', 'connection_failed', 'connection_failed']);
  });

  it('S-57 does not try again what the app does not want again', async () => {
    await start((_n, res) => void res.writeHead(500, { 'x-slack-no-retry': '1' }).end());
    await alice().say('incidents', '<@U0TOCSIN> ack');
    world.clock.advance(600_000);
    await alice().say('incidents', '<@U0TOCSIN> again');
    expect(toy.requests).toHaveLength(2);
  });

  it('doubles, delays and loses on demand', async () => {
    await start(ok);
    world.slack.courier.duplicateNext(2);
    await alice().command('incidents', '/incident', 'declare');
    await world.slack.waitForDelivery((d) => d.attempts.length === 3);
    expect(new Set(toy.requests.map((r) => r.body)).size).toBe(1);

    world.slack.courier.delayNext(30);
    const started = Date.now();
    await alice().command('incidents', '/incident', 'late');
    expect(Date.now() - started).toBeGreaterThanOrEqual(29);

    const before = toy.requests.length;
    const lose = (kind: 'reset' | 'lostReply') =>
      world.faults.add({ server: 'slack', match: /^DELIVER \/command\/incident$/, fault: { kind } });
    lose('reset');
    expect(await alice().command('incidents', '/incident')).toMatchObject({ failure: 'connection_failed' });
    expect(toy.requests).toHaveLength(before);
    lose('lostReply');
    expect(await alice().command('incidents', '/incident')).toMatchObject({ failure: 'timeout' });
    expect(toy.requests).toHaveLength(before + 1);
  });

  it('sends a lost event again, and runs what a test wants before the answer counts', async () => {
    await start(ok);
    const order: string[] = [];
    const match = /^DELIVER \/event\/app_mention$/;
    world.faults.add({ server: 'slack', match, fault: { kind: 'reset' } });
    const meanwhile = () => void order.push('killed');
    world.faults.add({ server: 'slack', match, fault: { kind: 'beforeReply', meanwhile } });
    await alice().say('incidents', '<@U0TOCSIN> ack');
    await world.slack.waitForDelivery((d) => d.attempts.length === 2 && d.attempts[1]?.answer.ok === true);
    expect(toy.requests.map((r) => r.headers['x-slack-retry-reason'])).toEqual(['connection_failed']);
    expect(order).toEqual(['killed']);
  });
});

describe('requests against Bolt', () => {
  let world: SlackWorld;
  let bolt: BoltApp;
  let commands: string[];
  beforeEach(async () => {
    world = await slackWorld();
    bolt = await boltApp(world, 'http');
    commands = [];
    bolt.app.command('/incident', async ({ ack, command }) => {
      await ack();
      commands.push(command.text);
    });
  });
  afterEach(async () => {
    await bolt.stop();
    await world.slack.close();
  });

  it('S-41 are signed over time and body: a wrong, missing or stale signature is refused', async () => {
    const { courier } = world.slack;
    const body = new URLSearchParams({ command: '/incident', text: 'forged', team_id: 'T0OTHER' }).toString();
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const status = async (headers: Record<string, string>) =>
      (await courier.deliver({ body, headers: { ...type, ...headers } })).status;
    const stale = Math.floor(Date.now() / 1000) - 301;
    expect(await status({})).toBe(401);
    expect(await status({ ...courier.sign('other') })).toBe(401);
    expect(await status(courier.sign(body, stale))).toBe(401);
    expect(commands).toEqual([]);
    // Bolt itself does not look at the team: a validly signed request of another one comes through.
    expect(await status(courier.sign(body))).toBe(200);
    expect(commands).toEqual(['forged']);
  });

  it('S-41 can be replayed byte for byte', async () => {
    const { courier } = world.slack;
    await world.slack.as('U0ALICE').command('incidents', '/incident', 'declare');
    const request = courier.log[0]?.attempts[0]?.request;
    if (!request) throw new Error('no request was kept');
    expect(await courier.deliver(request)).toMatchObject({ status: 200 });
    expect(commands).toEqual(['declare', 'declare']);
  });

  it('S-42 check a new request URL with a challenge', async () => {
    expect(await world.slack.verifyRequestUrl()).toBe(true);
    const deaf = await toyApp((_n, res) => void res.end('hello'));
    world.slack.setRequestUrl(deaf.url);
    expect(await world.slack.verifyRequestUrl()).toBe(false);
    expect(JSON.parse(deaf.requests[0]?.body ?? '')).toMatchObject({
      type: 'url_verification',
      token: expect.any(String),
    });
    await deaf.close();
  });
});

it('S-43 a look at the certificate, unsigned, is answered by the product and nothing more', async () => {
  const world = await edgeWorld();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await world.slack.courier.deliver({ body: 'ssl_check=1&token=legacy', headers });
  expect(answer).toMatchObject({ status: 200, body: undefined });
  expect(world.inputs).toEqual([]);
  await world.stop();
});
