/** Socket Mode of the simulated Slack: who gets an envelope, when it comes again, and how connections end. */
import { type BoltApp, boltApp } from './support/bolt-app.ts';
import { type RawSocket, rawSocket, type Said, socketAddress } from './support/raw-slack.ts';
import { type SlackWorld, slackWorld } from './support/slack-world.ts';

let world: SlackWorld;
const bolts: BoltApp[] = [];
const sockets: RawSocket[] = [];
const join = async (): Promise<BoltApp> => {
  const bolt = await boltApp(world, 'socket');
  bolts.push(bolt);
  return bolt;
};
/** A bare connection that has been greeted. */
async function connected(): Promise<{ socket: RawSocket; hello: Said }> {
  const socket = rawSocket(await socketAddress(world));
  sockets.push(socket);
  return { socket, hello: await socket.next() };
}
const alice = () => world.slack.as('U0ALICE');
beforeEach(async () => {
  world = await slackWorld({ ackTimeoutMs: 150, subscriptions: ['app_mention'] });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.close();
  for (const bolt of bolts.splice(0)) await bolt.stop();
  await world.slack.close();
});

it('S-60 greets a connection, and takes turns between them', async () => {
  const { hello } = await connected();
  expect(hello).toMatchObject({
    type: 'hello',
    num_connections: 1,
    connection_info: { app_id: world.app.appId },
    debug_info: { approximate_connection_time: expect.any(Number) },
  });
  sockets.splice(0)[0]?.close();
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

it('S-60 sends the eleventh connection away', async () => {
  for (let n = 1; n <= 10; n += 1) expect((await connected()).hello).toMatchObject({ num_connections: n });
  const { socket, hello } = await connected();
  expect(hello).toMatchObject({ type: 'disconnect', reason: 'too_many_websockets' });
  expect(await socket.ended).toMatch(/^closed/);
});

it('S-61 warns, then asks connections to leave; only those that were asked get nothing more', async () => {
  const { socket } = await connected();
  world.slack.sockets.refresh('warning');
  expect(await socket.next()).toMatchObject({ type: 'disconnect', reason: 'warning' });
  const answer = alice().command('incidents', '/incident');
  socket.ack(await socket.next());
  expect(await answer).toMatchObject({ ok: true });
  for (const reason of ['refresh_requested', 'link_disabled'] as const) {
    const { socket: asked } = await connected();
    world.slack.sockets.refresh(reason);
    expect(await asked.next()).toMatchObject({ type: 'disconnect', reason });
    expect(world.slack.sockets.connections).toBe(0);
  }
});

it('S-61 a real app comes back after a refresh, and nothing is lost', async () => {
  const { app } = await join();
  app.command('/incident', async ({ ack }) => ack('here'));
  expect(world.slack.sockets.connections).toBe(1);
  world.slack.sockets.refresh();
  expect(world.slack.sockets.connections).toBe(0);
  expect(await world.slack.sockets.connected(5_000)).toBe(true);
  expect(await alice().command('incidents', '/incident')).toMatchObject({ ok: true, body: { text: 'here' } });
});

it('S-62 wraps what it brings in an envelope, which an ack with its id ends, with or without a payload', async () => {
  const { socket } = await connected();
  const sent = alice().command('incidents', '/incident', 'help');
  const command = await socket.next();
  expect(command).toMatchObject({
    type: 'slash_commands',
    envelope_id: expect.any(String),
    accepts_response_payload: true,
    payload: { command: '/incident', text: 'help' },
  });
  socket.ack(command, { text: 'Try declare' });
  expect(await sent).toMatchObject({ ok: true, body: { text: 'Try declare' } });
  const pressed = alice().shortcut('declare');
  const click = await socket.next();
  expect(click).toMatchObject({ type: 'interactive', accepts_response_payload: false });
  socket.ack(click);
  expect(await pressed).toMatchObject({ ok: true, body: undefined });
});

it('S-62 sends an event again that was not acknowledged, counted and with a reason', async () => {
  const { socket } = await connected();
  const said = alice().say('incidents', '<@U0TOCSIN> ack');
  const first = await socket.next();
  expect(first).toMatchObject({ type: 'events_api', accepts_response_payload: false, retry_attempt: 0 });
  const second = await socket.next();
  expect(second).toMatchObject({ payload: first.payload, retry_attempt: 1, retry_reason: 'timeout' });
  socket.ack(second);
  expect((await said).answers).toMatchObject([{ ok: false, failure: 'timeout' }]);
  await world.slack.waitForDelivery((d) => d.attempts[1]?.answer.ok === true);
});

it('S-62 brings what a dead connection did not acknowledge to another one', async () => {
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

it('S-47 sends an unacknowledged command again, unmarked, and tells the person', async () => {
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

it('S-9 refuses an address that was made up', async () => {
  const url = world.slack.url.replace('http', 'ws').replace('/api/', '/link/?ticket=forged');
  expect(await rawSocket(url).ended).toContain('403');
});
