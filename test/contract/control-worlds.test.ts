/** Until a world stands the control API says so; one that cannot be made can be tried again. */
import type { StatusSection } from '../../src/sandbox/control/wire.ts';
import { Worlds } from '../../src/sandbox/control/worlds.ts';
import { type ControlWorld, controlWorld } from './support/control-rig.ts';
import { livePage } from './support/live-page.ts';

let w: ControlWorld | undefined;
afterEach(async () => {
  await w?.close();
  w = undefined;
});

test('while the first world is made, a page is told and programs are asked to wait', async () => {
  let go = () => {};
  const held = new Promise<void>((ok) => {
    go = ok;
  });
  w = await controlWorld({ before: () => held });
  expect(await w.get<StatusSection>('/api/status')).toEqual({ state: 'starting', text: 'Making a small world' });
  expect(await w.refused('/api/workspace')).toMatchObject({
    status: 503,
    message: expect.stringContaining('Wait until'),
  });
  const page = await livePage(w.url, 'U0ALICE');
  expect(await page.hear('status')).toMatchObject({ state: 'starting' });
  go();
  await page.hear('status', (s) => s.state === 'ready');
  await page.hear('workspace', (s) => s.channels.length > 0);
  await page.leave();
});

test('a world that cannot be made is told of, and made when it is asked for again', async () => {
  let broken = true;
  const before = async () => {
    if (broken) throw new Error('no port is free');
  };
  w = await controlWorld({ before });
  await expect(w.control.ready).rejects.toThrow('no port is free');
  expect(await w.get<StatusSection>('/api/status')).toEqual({ state: 'failed', text: 'no port is free' });
  expect(await w.refused('/api/world')).toMatchObject({
    status: 503,
    message: expect.stringContaining('POST /api/reset'),
  });
  broken = false;
  await w.post('/api/reset', {});
  expect(await w.get<StatusSection>('/api/status')).toEqual({ state: 'ready' });
});

test('asked for twice at once, a new world is made once', async () => {
  let made = 0;
  const make = async (): Promise<never> => {
    made += 1;
    throw new Error('not this time');
  };
  const worlds = new Worlds({ make });
  const [one, two] = [worlds.renew(), worlds.renew()];
  await expect(one).rejects.toThrow('not this time');
  await expect(two).rejects.toThrow('not this time');
  expect(made).toBe(1);
  await expect(worlds.renew()).rejects.toThrow();
  expect(made).toBe(2);
});
