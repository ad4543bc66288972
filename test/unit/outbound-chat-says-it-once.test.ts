import { postOnce } from '../../src/outbound/post-once.ts';
import { showCard } from '../../src/outbound/show-card.ts';
import { Fault } from '../../src/ports/fault.ts';
import { type Play, play } from '../support/decide.ts';
import { Outside } from '../support/perform-effect.ts';
import { SmallSlack } from '../support/small-outside.ts';

const lost = () => new Fault('unknown', 'slack.timeout', 'no answer');

function declared(): { t: Play; world: Outside } {
  const t = play();
  t.declare('p3');
  return { t, world: new Outside(t) };
}
const card = (world: Outside, channel: string) =>
  world.slack.said.filter((m) => m.channel === channel && m.thread === undefined && m.key.includes('/card/'));

describe('a post whose reply was lost', () => {
  const message = { blocks: [{ type: 'divider' }], text: 'API down' };
  const post = (slack: SmallSlack, doubt: boolean, thread?: string) =>
    postOnce(slack, { key: 'k', doubt }, { to: 'C1', message, ...(thread ? { thread } : {}) });

  it('is looked for first, and not repeated when it is there', async () => {
    const slack = new SmallSlack();
    slack.troubles.add('post', 'after', lost());
    await expect(post(slack, false)).rejects.toThrow('no answer');
    expect(await post(slack, true)).toEqual({ channel: 'C1', ts: '1700000000.000001' });
    expect(slack.calls).toEqual(['post', 'find']);
    expect(slack.said).toHaveLength(1);
  });

  it('shows what is now, not what was when the reply was lost, when it is a card', async () => {
    const slack = new SmallSlack();
    await post(slack, false);
    const now = { ...message, text: 'API is back' };
    const found = await showCard(slack, { key: 'k', doubt: true }, undefined, { to: 'C1', message: now });
    expect(found).toEqual({ channel: 'C1', ts: '1700000000.000001' });
    expect(slack.said.map((m) => m.message.text)).toEqual(['API is back']);
  });

  it('is looked for where it would stand: in its thread', async () => {
    const slack = new SmallSlack();
    await post(slack, false);
    await post(slack, true, '1.1');
    expect(slack.said.map((m) => m.thread)).toEqual([undefined, '1.1']);
  });

  it('is repeated, marked for those who read and those who listen, when it is not', async () => {
    const slack = new SmallSlack();
    await post(slack, true);
    expect(slack.said[0]?.message.text).toBe('(resent) API down');
    expect(JSON.stringify(slack.said[0]?.message.blocks)).toContain('(resent)');
    const most = { ...message, blocks: Array.from({ length: 50 }, () => ({ type: 'divider' })) };
    await postOnce(slack, { key: 'k2', doubt: true }, { to: 'C1', message: most });
    expect(slack.said[1]?.message.blocks).toHaveLength(50);
  });

  it('is repeated as well where looking is not allowed', async () => {
    const slack = new SmallSlack();
    slack.troubles.add('find', 'before', new Fault('permanent', 'slack.missing_scope', 'no'));
    await post(slack, true);
    expect(slack.said).toHaveLength(1);
  });

  it('waits when looking does not work right now', async () => {
    const slack = new SmallSlack();
    slack.troubles.add('find', 'before', new Fault('retry', 'slack.ratelimited', 'later'));
    await expect(post(slack, true)).rejects.toThrow('later');
    expect(slack.said).toEqual([]);
  });

  it('without doubt costs one call', async () => {
    const slack = new SmallSlack();
    await post(slack, false);
    expect(slack.calls).toEqual(['post']);
    expect(slack.said[0]?.message).toEqual(message);
  });
});

describe('the incident’s card', () => {
  it('stands once in #incidents and once, pinned, in the incident’s channel, and is edited from then on', async () => {
    const { t, world } = declared();
    await world.work();
    t.do('incident.ack', {});
    await world.work();
    const [own] = [...world.slack.channels].filter(([name]) => name.startsWith('inc-42-20261121-api-down'));
    expect(card(world, 'C0ROOM')).toHaveLength(1);
    expect(card(world, own?.[1] ?? '')).toMatchObject([{ pin: true }]);
    expect(JSON.stringify(card(world, 'C0ROOM')[0]?.message)).toContain('U0ADA');
    expect(t.state.cards).toMatchObject({ announce: { channel: 'C0ROOM' }, incident: { channel: own?.[1] } });
  });

  it('that somebody deleted is posted anew, and edited there from then on (SL-07)', async () => {
    const { t, world } = declared();
    await world.work();
    const first = t.state.cards.announce?.ts ?? '';
    world.slack.delete(first);
    t.do('incident.ack', {});
    await world.work();
    expect(t.state.cards.announce?.ts).not.toBe(first);
    const posts = world.slack.calls.filter((c) => c === 'post').length;
    t.do('incident.state', { status: 'identified' });
    await world.work();
    expect(card(world, 'C0ROOM')).toHaveLength(1);
    expect(world.slack.calls.filter((c) => c === 'post')).toHaveLength(posts + 2);
  });

  it('whose first reply was lost is found again, not doubled', async () => {
    const { t, world } = declared();
    world.slack.troubles.add('post', 'after', lost());
    await world.work();
    expect(t.state.cards.announce).toBeUndefined();
    await world.work();
    expect(card(world, 'C0ROOM')).toHaveLength(1);
    expect(t.state.cards.announce?.ts).toBe(card(world, 'C0ROOM')[0]?.ts);
  });
});

describe('the incident’s channel', () => {
  it('takes another name when somebody else has it', async () => {
    const { t, world } = declared();
    world.slack.taken.add('inc-42-20261121-api-down');
    await world.work();
    expect(t.state.channel?.name).toBe('inc-42-20261121-api-down-2');
  });

  it('is open although its topic was refused', async () => {
    const { t, world } = declared();
    world.slack.troubles.add('setTopic', 'before', new Fault('permanent', 'slack.restricted_action', 'no'));
    await world.work();
    expect(t.state.channel).toBeDefined();
  });

  it('that could not be opened is told in #incidents, and the page went out all the same', async () => {
    const { t, world } = declared();
    world.slack.troubles.add('openChannel', 'before', new Fault('permanent', 'slack.restricted_action', 'no'));
    await world.work();
    expect(t.state.channel).toBeUndefined();
    expect(world.pager.opened).toHaveLength(1);
    const lines = world.slack.said.filter((m) => m.thread === t.state.cards.announce?.ts);
    expect(lines.map((m) => m.message.text).join()).toContain('Opening the channel did not work');
  });

  it('has everyone who was paged or came by hand', async () => {
    const { t, world } = declared();
    t.do('incident.join', {}, 'U0DORA');
    await world.work();
    t.do('incident.ack', {}, 'U0GRACE');
    await world.work();
    expect(new Set(world.slack.invited.flatMap((i) => i.users))).toEqual(new Set(t.state.responders));
    expect(t.state.responders).toEqual(expect.arrayContaining(['U0ADA', 'U0DORA', 'U0GRACE']));
  });
});

describe('lines and direct messages', () => {
  it('a line stands in the card’s thread and in the incident’s channel', async () => {
    const { t, world } = declared();
    await world.work();
    t.do('incident.ack', {});
    await world.work();
    const lines = world.slack.said.filter((m) => m.message.text.includes('is on it'));
    expect(lines.map((m) => [m.channel, m.thread])).toEqual([
      ['C0ROOM', t.state.cards.announce?.ts],
      [t.state.channel?.id, undefined],
    ]);
  });

  it('after an hour without Slack the cards tell where things stand; old lines stay out (SL-04)', async () => {
    const { t, world } = declared();
    await world.work();
    t.do('incident.ack', { forMs: 4 * 3_600_000 });
    t.at('59m');
    t.do('incident.state', { status: 'identified' });
    t.at('60m');
    const before = world.slack.said.length;
    await world.work();
    const said = world.slack.said.slice(before).map((m) => m.message.text);
    expect(said.join()).toContain('Status investigating → *identified*');
    expect(said.join()).not.toContain('is on it');
    expect(JSON.stringify(card(world, 'C0ROOM')[0]?.message)).toContain('identified');
  });

  it('nobody gets a direct message for what is over, or for the page of another generation', async () => {
    const { t, world } = declared();
    await world.try('/trigger');
    t.do('incident.resolve', {});
    t.do('incident.state', { status: 'reopened' });
    expect(await world.try('g1/dm/')).toEqual({ kind: 'done' });
    expect(world.slack.said).toEqual([]);
    await world.try('g1/page/oncall:architect/resolve');
    await world.try('g2/page/oncall:architect/trigger');
    t.do('incident.resolve', {});
    await world.try('g2/dm/');
    expect(world.slack.said).toEqual([]);
  });

  it('customers’ missing channel is told to the responders', async () => {
    const { t, world } = declared();
    world.slack.channels.delete('status-updates');
    await world.work();
    t.do('incident.update', { text: 'rolling back', audience: 'public' });
    await world.work();
    expect(t.lines().join('\n')).toMatch(/Notifying customers did not work.*no channel #status-updates/);
  });
});
