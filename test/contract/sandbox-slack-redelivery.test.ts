/** Late, lost, doubled and forged deliveries: what the simulated Slack can do to an app, and what people then see. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { type BoltApp, boltApp } from './support/bolt-app.ts';
import { type SlackWorld, slackWorld } from './support/slack-world.ts';

/** An app that answers as it is told and remembers what it was sent. */
async function toyApp(answer: (n: number, res: http.ServerResponse) => void) {
  const requests: { headers: http.IncomingHttpHeaders; body: string }[] = [];
  const server = http.createServer(async (req, res) => {
    let body = '';
    for await (const part of req) body += part;
    requests.push({ headers: req.headers, body });
    answer(requests.length, res);
  });
  await new Promise<void>((r) => server.listen(0, '127.0.0.1', r));
  return {
    requests,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`,
    async close() {
      server.closeAllConnections();
      await new Promise((r) => server.close(r));
    },
  };
}
type Toy = Awaited<ReturnType<typeof toyApp>>;

describe('deliveries over HTTP', () => {
  let world: SlackWorld;
  let toy: Toy;
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

  it('tries an event again at once, after a minute and after five, marked, with the same event_id', async () => {
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

  it('does not try again what the app does not want again', async () => {
    await start((_n, res) => void res.writeHead(500, { 'x-slack-no-retry': '1' }).end());
    await alice().say('incidents', '<@U0TOCSIN> ack');
    world.clock.advance(600_000);
    await alice().say('incidents', '<@U0TOCSIN> again');
    expect(toy.requests).toHaveLength(2);
  });

  it('gives up on a silent command and tells the person; it is not sent again', async () => {
    await start(() => undefined);
    const answer = await alice().command('incidents', '/incident', 'declare p1');
    expect(answer).toMatchObject({ ok: false, status: 0, failure: 'timeout' });
    expect(answer.ms).toBeGreaterThanOrEqual(140);
    world.clock.advance(600_000);
    expect(toy.requests).toHaveLength(1);
    expect(
      alice()
        .seen('incidents')
        .map((m) => m.text),
    ).toEqual(['/incident failed with the error "operation_timeout"']);
  });

  it('tells the person when the app is not there', async () => {
    await start(ok);
    await toy.close();
    expect(await alice().command('incidents', '/incident')).toMatchObject({ failure: 'connection_failed' });
    expect(alice().seen('incidents').at(-1)?.text).toBe('/incident failed with the error "dispatch_failed"');
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
    world.faults.add({
      server: 'slack',
      match,
      fault: { kind: 'beforeReply', meanwhile: () => void order.push('killed') },
    });
    await alice().say('incidents', '<@U0TOCSIN> ack');
    await world.slack.waitForDelivery((d) => d.attempts.length === 2 && d.attempts[1]?.answer.ok === true);
    expect(toy.requests.map((r) => r.headers['x-slack-retry-reason'])).toEqual(['connection_failed']);
    expect(order).toEqual(['killed']);
  });
});

describe('forged and replayed requests against Bolt', () => {
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

  it('passes the request URL check', async () => {
    expect(await world.slack.verifyRequestUrl()).toBe(true);
  });

  it('can send the very same bytes again', async () => {
    const { courier } = world.slack;
    await world.slack.as('U0ALICE').command('incidents', '/incident', 'declare');
    const request = courier.log[0]?.attempts[0]?.request;
    if (!request) throw new Error('no request was kept');
    expect(await courier.deliver(request)).toMatchObject({ status: 200 });
    expect(commands).toEqual(['declare', 'declare']);
  });

  it('is refused with a wrong, missing or stale signature', async () => {
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
});

describe('deliveries over Socket Mode', () => {
  let world: SlackWorld;
  const bolts: BoltApp[] = [];
  const join = async (): Promise<BoltApp> => {
    const bolt = await boltApp(world, 'socket');
    bolts.push(bolt);
    return bolt;
  };
  const alice = () => world.slack.as('U0ALICE');
  beforeEach(async () => {
    world = await slackWorld({ ackTimeoutMs: 150, subscriptions: ['app_mention'] });
  });
  afterEach(async () => {
    for (const bolt of bolts.splice(0)) await bolt.stop();
    await world.slack.close();
  });

  it('takes turns between connections', async () => {
    const served: string[] = [];
    for (const name of ['one', 'two']) {
      const { app } = await join();
      app.command('/incident', async ({ ack }) => {
        served.push(name);
        await ack();
      });
    }
    for (let i = 0; i < 4; i += 1) await alice().command('incidents', '/incident');
    expect(served).toEqual(['one', 'two', 'one', 'two']);
  });

  it('sends an unacknowledged command again, unmarked, and tells the person', async () => {
    const { app } = await join();
    const texts: string[] = [];
    app.command('/incident', async ({ ack, command }) => {
      texts.push(command.text);
      if (texts.length > 1) await ack();
    });
    expect(await alice().command('incidents', '/incident', 'declare')).toMatchObject({ failure: 'timeout' });
    await world.slack.waitForDelivery((d) => d.attempts.length === 2 && d.attempts[1]?.answer.ok === true);
    expect(texts).toEqual(['declare', 'declare']);
    expect(alice().seen('incidents').at(-1)?.text).toContain('operation_timeout');
  });

  it('brings what a dead connection did not acknowledge to another one', async () => {
    const served: string[] = [];
    for (const name of ['one', 'two']) {
      const { app } = await join();
      app.command('/incident', async ({ ack }) => {
        served.push(name);
        if (served.length === 1) world.slack.sockets.drop('newest');
        else await ack(`from ${name}`);
      });
    }
    expect(await alice().command('incidents', '/incident')).toMatchObject({ ok: true, body: { text: 'from two' } });
    expect(served).toEqual(['one', 'two']);
  });

  it('survives a refresh: the app comes back and nothing is lost', async () => {
    const { app } = await join();
    app.command('/incident', async ({ ack }) => ack('here'));
    expect(world.slack.sockets.connections).toBe(1);
    world.slack.sockets.refresh();
    expect(world.slack.sockets.connections).toBe(0);
    expect(await world.slack.sockets.connected(5_000)).toBe(true);
    expect(await alice().command('incidents', '/incident')).toMatchObject({ ok: true, body: { text: 'here' } });
  });

  it('refuses an address that was used before', async () => {
    const url = world.slack.url.replace('http', 'ws').replace('/api/', '/link/?ticket=forged');
    const { WebSocket } = await import('ws');
    const socket = new WebSocket(url);
    const error = await new Promise<Error>((r) => socket.once('error', r));
    expect(error.message).toContain('403');
  });
});
