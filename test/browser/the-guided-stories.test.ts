/** The three guided stories, played by hand in a real browser: what the page points at is pressed, and each comes to its end. */

import { type Sandbox, startSandbox } from '../support/sandbox.ts';
import { closeBrowser, type Look, look } from './support/browser.ts';
import { begin, follow } from './support/follow.ts';

let sandbox: Sandbox;
let seen: Look;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(async () => {
  await closeBrowser();
  await sandbox?.stop();
});
beforeEach(async () => {
  await sandbox.post('/api/reset', {});
  await sandbox.ready();
  seen = await look({ url: sandbox.url });
});
afterEach(() => seen.close());

it.each(['API down', 'The rollback target is broken too', 'Nobody answers at 03:00'])(
  '%s',
  async (title) => {
    await begin(seen.page, title);
    const met = await follow(seen.page, sandbox);
    expect(met.length).toBeGreaterThan(5);
    await seen.page.getByText('Story finished').waitFor();
    expect(seen.complaints).toEqual([]);
  },
  300_000,
);
