/** Pages that look on are told everything at first and then what changed, also of a new world; nobody is asked for nothing. */
import { jest } from '@jest/globals';
import { type ControlWorld, controlWorld } from './support/control-rig.ts';
import { type LivePage, livePage } from './support/live-page.ts';

const [alice, bob] = ['U0ALICE', 'U0BOB'];
const EVERY = [
  'status',
  'workspace',
  'messages',
  'views',
  'phones',
  'world',
  'series',
  'clock',
  'processes',
  'faults',
  'traffic',
  'guide',
] as const;

let w: ControlWorld;
const pages: LivePage[] = [];
beforeEach(async () => {
  w = await controlWorld();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await Promise.all(pages.splice(0).map((p) => p.leave()));
  await w.close();
});

async function look(as = alice): Promise<LivePage> {
  const page = await livePage(w.url, as, w.rig().world.room.id);
  pages.push(page);
  return page;
}
const say = (as: string, text: string) => w.post('/api/act', { as, do: 'say', channel: 'incidents', text });

test('a page that comes is told every section', async () => {
  const page = await look();
  expect(page.type).toBe('text/event-stream');
  for (const name of EVERY) await page.hear(name);
  expect(await page.hear('status')).toEqual({ state: 'ready' });
  expect(await page.hear('messages')).toMatchObject({ reset: true, changed: [] });
  expect(await page.hear('clock')).toMatchObject({ speed: 1, next: { what: 'Level 2 pages the lead' } });
  expect(await page.hear('processes')).toMatchObject({ backend: 'postgres', record: { later: 1 } });
});

test('then only what changed: a new message, an edited one, one that is gone', async () => {
  const page = await look();
  await page.hear('guide');
  await say(bob, 'one');
  const first = await page.hear('messages', (m) => m.changed.length > 0);
  expect(first).toMatchObject({ reset: false, changed: [{ text: 'one' }], gone: [] });
  expect(await page.hear('workspace', (s) => s.channels[0]?.unread === 1)).toBeDefined();
  const { messages } = w.rig().slack.workspace;
  const { channel, ts } = first.changed[0]!;
  await say(bob, 'two');
  messages.change(channel, ts, { text: 'one, edited' });
  expect(await page.hear('messages', (m) => m.changed.some((c) => c.text === 'one, edited'))).toMatchObject({
    reset: false,
  });
  messages.delete(channel, ts);
  expect(await page.hear('messages', (m) => m.gone.length > 0)).toMatchObject({ changed: [], gone: [ts] });
});

test('two pages each see what their person sees, at the same time', async () => {
  const [hers, his] = [await look(alice), await look(bob)];
  const { world } = w.rig();
  await world.web.chat.postEphemeral({ channel: world.room.id, user: bob, text: 'only for bob' });
  await say(alice, 'for all');
  const isForAll = (m: { changed: readonly { text: string }[] }) => m.changed.some((c) => c.text === 'for all');
  await Promise.all([hers.hear('messages', isForAll), his.hear('messages', isForAll)]);
  const told = (page: LivePage) => JSON.stringify(page.heard.filter((h) => h.name === 'messages'));
  expect(told(his)).toContain('only for bob');
  expect(told(hers)).not.toContain('only for bob');
});

test('a new world is told over the same stream, and nothing of the old one', async () => {
  const page = await look();
  await say(bob, 'of the old world');
  await page.hear('messages', (m) => m.changed.length > 0);
  const before = page.heard.length;
  await w.post('/api/reset', {});
  await page.hear('status', (s) => s.state === 'starting' && s.text === 'Making a small world', before);
  await page.hear('status', (s) => s.state === 'ready', before);
  expect(await page.hear('messages', () => true, before)).toMatchObject({ reset: true, changed: [] });
  await say(bob, 'of the new world');
  await page.hear('messages', (m) => m.changed.some((c) => c.text === 'of the new world'), before);
});

test('a jump of the clock is told at once, with the error rate of the time between', async () => {
  const page = await look();
  const { now } = await page.hear('clock');
  const { points } = await page.hear('series');
  const before = page.heard.length;
  await w.post('/api/clock', { do: 'advance', ms: 300_000 });
  expect((await page.hear('clock', () => true, before)).now).toBeGreaterThanOrEqual(now + 300_000);
  const more = await page.hear('series', (s) => s.points.length > 0, before);
  expect(more.reset).toBe(false);
  const times = [...points, ...more.points].map(([at]) => at);
  const gaps = times.slice(1).map((at, i) => at - times[i]!);
  expect(Math.min(...gaps)).toBeGreaterThan(0);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(15_000);
  expect(times.at(-1)! - now).toBeGreaterThan(280_000);
});

test('requests to the vendors and deliveries to the app show in the traffic, each once and then as it changes', async () => {
  const page = await look();
  const { rows } = await page.hear('traffic');
  await w.rig().world.web.auth.test();
  const row = await page.hear('traffic', (t) => t.rows.some((r) => r.path === '/api/auth.test' && r.status === 200));
  expect(row.reset).toBe(false);
  expect(row.rows.every((r) => r.n > (rows.at(-1)?.n ?? 0))).toBe(true);
});

test('a section that cannot be made is printed once, and the others are told all the same', async () => {
  const health = () => {
    throw new Error('the ground shook');
  };
  Object.assign(w.rig().cluster, { health });
  const page = await look();
  await say(bob, 'still there');
  await page.hear('messages', (m) => m.changed.length > 0);
  await page.hear('series', (s) => !s.reset);
  expect(page.heard.map((h) => h.name)).not.toContain('world');
  expect(w.printed).toEqual([expect.stringContaining('section world: Error: the ground shook')]);
});

test('the record is asked while somebody looks, and left alone otherwise', async () => {
  const rig = w.rig();
  expect(rig.asked).toBe(1);
  const [begun, ended] = [jest.spyOn(globalThis, 'setInterval'), jest.spyOn(globalThis, 'clearInterval')];
  const page = await look();
  await page.hear('series', (s) => !s.reset);
  expect(rig.asked).toBeGreaterThan(1);
  const timers = begun.mock.results.map((r) => r.value);
  expect(timers.length).toBeGreaterThan(0);
  await page.leave();
  const over = () => timers.every((t) => ended.mock.calls.some(([timer]) => timer === t));
  while (!over()) await new Promise((r) => setImmediate(r));
  const { asked } = rig;
  await say(bob, 'nobody looks');
  expect(rig.asked).toBe(asked);
});
