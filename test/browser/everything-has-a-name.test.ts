/** The page for those who do not see it, or need contrast: axe has nothing to say, and every control has a name. */
import type { Message } from '../../src/sandbox/control/wire.ts';
import { type Sandbox, startSandbox } from '../support/sandbox.ts';
import { closeBrowser, type Look, look, NARROW, WIDE } from './support/browser.ts';
import { cardWith, channelId, composer } from './support/eye.ts';
import { AXE, nameless, violations } from './support/names.ts';
import { playTo } from './support/play-to.ts';

const ASKER = 'U0ADA';
const MANAGER = 'U0MONA';
let sandbox: Sandbox;
let incidents = '';
let incident = '';
let quiet = '';
let card = '';

beforeAll(async () => {
  sandbox = await startSandbox();
  await playTo(sandbox, 'API down', 'A second person approves');
  const types = (as: string, text: string) =>
    sandbox.post('/api/act', { as, do: 'command', channel: 'incidents', command: '/incident', text });
  // Phones ring again, and a form is half open.
  await types('U0VIEWER', 'declare p1 Search is down --separate');
  await types(MANAGER, 'declare');
  await sandbox.post('/api/settle', {});
  incidents = await channelId(sandbox, ASKER, /^incidents$/);
  incident = await channelId(sandbox, ASKER, /^inc-1-/);
  quiet = await channelId(sandbox, ASKER, /^status-updates$/);
  const { messages } = await sandbox.get<{ messages: Message[] }>(`/api/messages?as=${ASKER}&channel=incidents`);
  card = messages.find((m) => messages.some((r) => r.threadTs === m.ts && r.ts !== m.ts))?.ts ?? '';
}, 300_000);
afterAll(async () => {
  await closeBrowser();
  await sandbox?.stop();
});

const KINDS = [WIDE, NARROW].flatMap((size) => (['light', 'dark'] as const).map((theme) => ({ size, theme })));

describe.each(KINDS)('$size.width wide and $theme', ({ size, theme }) => {
  let seen: Look;
  beforeAll(async () => {
    seen = await look({ url: sandbox.url, size, theme, script: AXE });
  });
  afterAll(() => seen.close());

  const goes = (at: Readonly<Record<string, string>>) =>
    seen.page.goto(`${sandbox.url}/#${new URLSearchParams({ as: ASKER, ...at })}`);
  const isGood = async () => {
    expect([...(await violations(seen.page)), ...(await nameless(seen.page)), ...seen.complaints]).toEqual([]);
  };

  test('an empty channel, and what is completed while one types', async () => {
    await goes({ channel: quiet, panel: 'slack' });
    await seen.page.getByRole('heading', { name: /You are Ada/ }).waitFor();
    await isGood();
    await composer(seen.page, '#status-updates').fill('/incident declare ');
    await seen.page.getByRole('listbox', { name: 'Severities' }).waitFor();
    await isGood();
    await composer(seen.page, '#status-updates').fill('');
  });

  test('the cards of an incident, a run and an approval', async () => {
    await goes({ channel: incident, panel: 'slack' });
    await cardWith(seen.page, /^Approve/).waitFor();
    await cardWith(seen.page, /^Abort/).waitFor();
    await isGood();
  });

  test('a thread', async () => {
    await goes({ channel: incidents, thread: card, panel: 'slack' });
    await composer(seen.page, 'the thread').waitFor();
    await isGood();
  });

  test('a modal', async () => {
    await goes({ as: MANAGER, channel: incidents, panel: 'slack' });
    await seen.page.getByRole('dialog', { name: 'Declare an incident' }).waitFor();
    await isGood();
  });

  test.each([
    ['guide', 'What just happened'],
    ['phones', 'phones ring'],
    ['world', 'Deployment'],
    ['faults', 'Faults that stay on'],
  ])('the panel %s', async (panel, text) => {
    await goes({ channel: incident, panel });
    await seen.page.getByText(text).first().waitFor();
    await isGood();
  });

  test('the traffic, and one request of it', async () => {
    await goes({ channel: incident, panel: 'traffic' });
    await seen.page.getByRole('list', { name: 'Requests' }).getByRole('button').first().click();
    await isGood();
  });

  test('the dialogs of the page itself', async () => {
    await goes({ channel: incident, panel: 'slack' });
    await seen.page.keyboard.press('Control+k');
    await seen.page.getByRole('dialog', { name: 'Jump to a channel or a person' }).waitFor();
    await isGood();
    await seen.page.keyboard.press('Escape');
    await seen.page.getByRole('button', { name: 'Keys and help' }).click();
    await seen.page.getByRole('dialog').waitFor();
    await isGood();
    await seen.page.keyboard.press('Escape');
  });
});

test('what has no name, or no contrast, would be found', async () => {
  const seen = await look({ url: sandbox.url, script: AXE });
  await seen.page.getByRole('main').evaluate((main) => {
    const button = main.ownerDocument.createElement('button');
    const pale = main.ownerDocument.createElement('p');
    pale.textContent = 'pale';
    pale.style.cssText = 'color: #cccccc; background: #ffffff';
    main.prepend(button, pale);
  });
  expect(await nameless(seen.page)).toHaveLength(1);
  expect((await violations(seen.page)).map((v) => v.split(':')[0]).sort()).toEqual(['button-name', 'color-contrast']);
  await seen.close();
});
