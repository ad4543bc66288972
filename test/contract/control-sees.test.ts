/** What a person sees over the control API is what that person would see in Slack: channels, messages, what is unread. */
import type { Message, WorkspaceSection } from '../../src/sandbox/control/wire.ts';
import { type ControlWorld, controlWorld } from './support/control-rig.ts';

let w: ControlWorld;
beforeEach(async () => {
  w = await controlWorld();
});
afterEach(() => w.close());

const alice = 'U0ALICE';
const bob = 'U0BOB';
const seenBy = (as: string, channel = 'incidents') =>
  w
    .get<{ messages: Message[] }>(`/api/messages?as=${as}&channel=${channel}`)
    .then((m) => m.messages.map((x) => x.text));
const rowOf = async (as: string, channel = 'incidents') =>
  (await w.get<WorkspaceSection>(`/api/workspace?as=${as}`)).channels.find((c) => c.name === channel);
const say = (as: string, text: string, thread?: string) =>
  w.post('/api/act', { as, do: 'say', channel: 'incidents', text, ...(thread ? { thread } : {}) });

test('a private channel is there for its members only', async () => {
  const { channels } = w.rig().slack.workspace;
  const room = channels.add({ name: 'board', private: true, members: [bob] });
  expect(await rowOf(bob, 'board')).toMatchObject({ id: room.id, kind: 'private', isMember: true });
  expect(await rowOf(alice, 'board')).toBeUndefined();
  expect(await w.refused(`/api/messages?as=${alice}&channel=${room.id}`)).toMatchObject({ status: 404 });
});

test('each of the cast has a direct message with the app, and nobody else sees it', async () => {
  const { channels } = await w.get<WorkspaceSection>(`/api/workspace?as=${alice}`);
  const direct = channels.filter((c) => c.kind === 'im');
  expect(direct).toEqual([expect.objectContaining({ name: 'tocsin', members: expect.arrayContaining([alice]) })]);
});

test('an ephemeral message is seen by the one it is for, and by nobody else', async () => {
  const { world } = w.rig();
  await world.web.chat.postEphemeral({ channel: world.room.id, user: alice, text: 'only for you' });
  expect(await seenBy(alice)).toEqual(['only for you']);
  expect(await seenBy(bob)).toEqual([]);
});

test('what others say is unread until one looks; one’s own words never are', async () => {
  await say(bob, 'one');
  await say(bob, 'two');
  await say(alice, 'three');
  // Slack's own lines are no news.
  w.rig().slack.workspace.systemLine('C0ROOM', bob, 'channel_topic', 'set the topic');
  expect(await rowOf(alice)).toMatchObject({ unread: 2, mentions: 0 });
  expect(await rowOf(bob)).toMatchObject({ unread: 1 });
  const { messages } = await w.get<{ messages: Message[] }>(`/api/messages?as=${alice}&channel=incidents`);
  await w.post('/api/act', { as: alice, do: 'read', channel: 'incidents', ts: messages[0]!.ts });
  expect(await rowOf(alice)).toMatchObject({ unread: 1, lastRead: messages[0]!.ts });
  await w.post('/api/act', { as: alice, do: 'read', channel: 'incidents', ts: messages[1]!.ts });
  // A look at something older takes nothing back.
  await w.post('/api/act', { as: alice, do: 'read', channel: 'incidents', ts: messages[0]!.ts });
  expect(await rowOf(alice)).toMatchObject({ unread: 0, lastRead: messages[1]!.ts });
});

test('a mention counts for the named, for the members of a named group, and for all who are called', async () => {
  w.rig().slack.workspace.people.addGroup({ id: 'S0SRE', handle: 'sre', users: [alice] });
  await say(bob, 'hello <@U0ALICE>');
  await say(bob, 'hello <!subteam^S0SRE|@sre>');
  await say(bob, '<!here> all');
  await say(bob, 'nobody in particular, U0ALICE');
  expect(await rowOf(alice)).toMatchObject({ unread: 4, mentions: 3 });
});

test('an answer in a thread is no news in the channel, unless it names one', async () => {
  await say(alice, 'root');
  const { messages } = await w.get<{ messages: Message[] }>(`/api/messages?as=${bob}&channel=incidents`);
  const { ts } = messages[0]!;
  await say(bob, 'quietly', ts);
  expect(await rowOf(alice)).toMatchObject({ unread: 0, mentions: 0 });
  await say(bob, '<@U0ALICE> look', ts);
  expect(await rowOf(alice)).toMatchObject({ unread: 0, mentions: 1 });
});

test('what was there before the visitor came counts as read, and so does a channel one is not in', async () => {
  const { world } = w.rig();
  const place = world.slack.workspace.channels.add({ name: 'elsewhere', members: [bob] });
  world.slack.workspace.messages.post({ channel: place.id, user: bob, text: 'hi' });
  expect(await rowOf(alice, 'elsewhere')).toMatchObject({ isMember: false, unread: 0 });
  await w.post('/api/act', { as: alice, do: 'join', channel: 'elsewhere' });
  expect(await rowOf(alice, 'elsewhere')).toMatchObject({ isMember: true, unread: 0 });
});

test('nobody in particular sees what is public', async () => {
  w.rig().slack.workspace.channels.add({ name: 'board', private: true, members: [bob] });
  const { channels, people, botUser } = await w.get<WorkspaceSection>('/api/workspace');
  expect(channels.map((c) => c.name)).toEqual(['incidents']);
  expect(people.find((p) => p.id === alice)?.cast?.title).toBe('On-call engineer');
  expect(people.find((p) => p.id === botUser)?.isBot).toBe(true);
});
