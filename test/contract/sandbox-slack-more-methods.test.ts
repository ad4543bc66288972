/** Methods of the simulated Slack that the product does not call yet: a command added tomorrow finds them here. */
import { plain, refusal, type SlackWorld, section, slackWorld } from './support/slack-world.ts';

let world: SlackWorld;
beforeEach(async () => {
  world = await slackWorld();
});
afterEach(() => world.slack.close());

it('chat.getPermalink and chat.delete', async () => {
  const { web, room, slack, alice } = world;
  const channel = room.id;
  const { ts = '' } = await web.chat.postMessage({ channel, text: 'x' });
  const link = await web.chat.getPermalink({ channel, message_ts: ts });
  expect(link.permalink).toBe(`https://tocsin-sandbox.slack.com/archives/${channel}/p${ts.replace('.', '')}`);
  await web.chat.delete({ channel, ts });
  expect(slack.as(alice.id).seen('incidents')).toEqual([]);
  const { message } = await slack.as(alice.id).say('incidents', 'hers');
  expect(await refusal(web.chat.delete({ channel, ts: message.ts }))).toMatchObject({ error: 'cant_delete_message' });
});

it('conversations.setPurpose, members and archive', async () => {
  const { web, alice, bob, room } = world;
  const channel = room.id;
  await web.conversations.setPurpose({ channel, purpose: 'the war room' });
  expect((await web.conversations.info({ channel })).channel?.purpose?.value).toBe('the war room');
  expect((await web.conversations.members({ channel })).members).toEqual([alice.id, bob.id, world.app.botUserId]);
  await web.conversations.archive({ channel });
  expect(await refusal(web.conversations.archive({ channel }))).toMatchObject({ error: 'already_archived' });
});

it('bookmarks, reactions and the list of pins', async () => {
  const { web, room, slack, alice } = world;
  const { ts = '' } = await web.chat.postMessage({ channel: room.id, text: 'card' });
  const link = { channel_id: room.id, title: 'Dashboard', type: 'link' as const, link: 'https://grafana.example' };
  expect((await web.bookmarks.add(link)).bookmark).toMatchObject({ title: 'Dashboard' });
  expect((await web.bookmarks.list({ channel_id: room.id })).bookmarks).toHaveLength(1);
  const eyes = { channel: room.id, timestamp: ts, name: 'eyes' };
  await web.reactions.add(eyes);
  expect(slack.as(alice.id).seen('incidents')[0]?.reactions).toEqual([{ name: 'eyes', users: ['U0TOCSIN'] }]);
  expect(await refusal(web.reactions.add(eyes))).toMatchObject({ error: 'already_reacted' });
  await web.reactions.remove(eyes);
  await web.pins.add({ channel: room.id, timestamp: ts });
  expect((await web.pins.list({ channel: room.id })).items).toMatchObject([{ message: { ts } }]);
});

it('users.list, users.lookupByEmail and usergroups.users.update', async () => {
  const { web, alice, bob, slack } = world;
  slack.workspace.people.addGroup({ id: 'S0SRE', handle: 'sre', users: [alice.id] });
  expect((await web.users.list({})).members?.map((m) => m.name)).toEqual(['slackbot', 'tocsin', 'alice', 'bob']);
  expect((await web.users.lookupByEmail({ email: 'BOB@example.com' })).user?.id).toBe(bob.id);
  expect(await refusal(web.users.lookupByEmail({ email: 'no@where' }))).toMatchObject({ error: 'users_not_found' });
  await web.usergroups.users.update({ usergroup: 'S0SRE', users: `${alice.id},${bob.id}` });
  expect((await web.usergroups.users.list({ usergroup: 'S0SRE' })).users).toEqual([alice.id, bob.id]);
});

it('views.push three deep, views.update by hash, and the App Home', async () => {
  const { web, slack, alice } = world;
  const trigger_id = () => slack.workspace.tickets.trigger(alice.id);
  const view = (title: string) => ({ type: 'modal' as const, title: plain(title), blocks: [section('x')] });
  const opened = await web.views.open({ trigger_id: trigger_id(), view: view('One') });
  const pushed = await web.views.push({ trigger_id: trigger_id(), view: view('Two') });
  expect(pushed.view).toMatchObject({ previous_view_id: opened.view?.id, root_view_id: opened.view?.id });
  await web.views.push({ trigger_id: trigger_id(), view: view('Three') });
  const fourth = web.views.push({ trigger_id: trigger_id(), view: view('Four') });
  expect(await refusal(fourth)).toMatchObject({ error: 'push_limit_reached' });
  const update = (hash: string) => web.views.update({ view_id: opened.view?.id ?? '', hash, view: view('One, later') });
  await update(opened.view?.hash ?? '');
  expect(await refusal(update(opened.view?.hash ?? ''))).toMatchObject({ error: 'hash_conflict' });
  expect(await refusal(web.views.update({ view_id: 'V0GONE', view: view('x') }))).toMatchObject({ error: 'not_found' });
  const titles = slack.as(alice.id).modals();
  expect(titles.map((v) => (v.content.title as { text: string }).text)).toEqual(['One, later', 'Two', 'Three']);
  await web.views.publish({ user_id: alice.id, view: { type: 'home', blocks: [section('welcome')] } });
  expect(slack.as(alice.id).home()?.blocks).toMatchObject([{ type: 'section' }]);
});
