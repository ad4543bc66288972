/** A phone in the hand: everything is reached with a thumb, and nothing goes sideways. */
import { type Sandbox, startSandbox } from '../support/sandbox.ts';
import { closeBrowser, type Look, look } from './support/browser.ts';
import { cardWith, channelId, composer } from './support/eye.ts';
import { misfits, tooSmall } from './support/layout.ts';
import { playTo } from './support/play-to.ts';

const APPROVER = 'U0LINUS';
let sandbox: Sandbox;
let seen: Look;

beforeAll(async () => {
  sandbox = await startSandbox();
  await playTo(sandbox, 'API down', 'A second person approves');
}, 300_000);
afterAll(async () => {
  await closeBrowser();
  await sandbox?.stop();
});
afterEach(() => seen.close());

const opens = async (width: number, panel = 'slack'): Promise<void> => {
  const channel = await channelId(sandbox, APPROVER, /^inc-/);
  const size = { width, height: 780 };
  seen = await look({ url: sandbox.url, at: { as: APPROVER, channel, panel }, size });
  await seen.page.getByRole('navigation', { name: 'Panes' }).waitFor();
};
const isGood = async (): Promise<void> => {
  expect([...(await misfits(seen.page)), ...(await tooSmall(seen.page)), ...seen.complaints]).toEqual([]);
};

test.each([390, 360])('every pane is reached and fits in %i pixels', async (width) => {
  await opens(width);
  const { page } = seen;
  const bar = page.getByRole('navigation', { name: 'Panes' });
  await cardWith(page, /^Approve/).waitFor();
  await isGood();
  for (const [name, text] of [
    ['Guide', 'What just happened'],
    ['Phones', 'phone'],
    ['World', 'Deployment'],
  ] as const) {
    await bar.getByRole('button', { name: new RegExp(`^${name}`) }).click();
    await page.locator('#rail-panel').getByText(text).first().waitFor();
    await isGood();
  }
  for (const name of ['Faults', 'Traffic']) {
    await bar.getByRole('button', { name: /^More/ }).click();
    await bar.getByRole('button', { name: new RegExp(`^${name}`) }).click();
    await page.locator('#rail-panel').waitFor();
    await isGood();
  }
  await page.getByRole('list', { name: 'Requests' }).getByRole('button').first().click();
  await isGood();
  await bar.getByRole('button', { name: /^Slack/ }).click();
  await page.getByRole('button', { name: 'Channels and people' }).click();
  const drawer = page.getByRole('dialog', { name: 'Channels and people' });
  await isGood();
  await drawer.getByRole('button', { name: /^incidents/ }).click();
  await drawer.waitFor({ state: 'detached' });
  await cardWith(page, /^Update/).waitFor();
  await isGood();
  await page
    .getByRole('button', { name: /repl(y|ies)/ })
    .filter({ hasText: 'last' })
    .first()
    .click();
  await composer(page, 'the thread').waitFor();
  await isGood();
});

test('a form fits', async () => {
  await opens(360);
  const { page } = seen;
  await sandbox.post('/api/act', {
    as: APPROVER,
    do: 'command',
    channel: 'incidents',
    command: '/incident',
    text: 'declare',
  });
  const dialog = page.getByRole('dialog', { name: 'Declare an incident' });
  await dialog.waitFor();
  await isGood();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
});

test('one writes, and approves', async () => {
  await opens(360);
  const { page } = seen;
  await page.getByRole('button', { name: 'Join' }).click();
  const box = page.getByRole('textbox', { name: /^Message #inc-/ });
  await box.fill('I have read the plan');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.locator('.chan article').filter({ hasText: 'I have read the plan' }).waitFor();
  const approve = cardWith(page, /^Approve/).getByRole('button', { name: 'Approve' });
  await approve.click();
  const asked = page.getByRole('dialog');
  await asked.waitFor();
  await isGood();
  await asked.getByRole('button').last().click();
  await approve.waitFor({ state: 'detached' });
  await isGood();
});
