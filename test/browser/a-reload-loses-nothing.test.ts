/** What one has begun stands after a reload, what others do appears by itself, and a cut connection comes back. */
import { type Sandbox, startSandbox } from '../support/sandbox.ts';
import { startProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { closeBrowser, type Look, look } from './support/browser.ts';
import { cardWith, channelId, composer } from './support/eye.ts';

const ADA = 'U0ADA';
const GRACE = 'U0GRACE';
let sandbox: Sandbox;
let proxy: TcpProxy;
let incidents = '';
beforeAll(async () => {
  sandbox = await startSandbox();
  proxy = await startProxy({ host: 'localhost', port: Number(new URL(sandbox.url).port) });
  incidents = await channelId(sandbox, ADA, /^incidents$/);
});
afterAll(async () => {
  await closeBrowser();
  await proxy?.close();
  await sandbox?.stop();
});

const types = async ({ page }: Look, text: string): Promise<void> => {
  await composer(page, '#incidents').fill(text);
  await composer(page, '#incidents').press('Escape');
  await composer(page, '#incidents').press('Enter');
};

test('two people look at once: what one does the other sees, and the phone that is answered here is quiet there', async () => {
  const ada = await look({ url: sandbox.url, at: { as: ADA, channel: incidents, panel: 'phones' } });
  const grace = await look({ url: sandbox.url, at: { as: GRACE, channel: incidents, panel: 'phones' } });
  await cardWith(ada.page, /^Ack/).waitFor({ state: 'detached' });
  await types(ada, '/incident declare p1 API down');
  await cardWith(grace.page, /^Ack/).waitFor();
  const hers = ({ page }: Look) => page.getByRole('listitem').filter({ hasText: 'Grace Hopper' });
  await hers(ada).getByText('Ringing').waitFor();
  await hers(grace)
    .getByRole('button', { name: /^Acknowledge/ })
    .click();
  await hers(ada).getByText('Ringing').waitFor({ state: 'detached' });
  await cardWith(ada.page, /^Timeline/)
    .getByText('until')
    .first()
    .waitFor();
  await ada.page.getByText('Only visible to you').first().waitFor();
  expect(await grace.page.getByText('Only visible to you').count()).toBe(0);
  expect([...ada.complaints, ...grace.complaints]).toEqual([]);
  await ada.close();
  await grace.close();
});

test('after a reload one is who one was, where one was, with the draft and the thread', async () => {
  const seen = await look({ url: sandbox.url, at: { as: ADA, channel: incidents } });
  const { page } = seen;
  await page.getByRole('button', { name: /You are/ }).click();
  await page.getByRole('option', { name: /Grace Hopper/ }).click();
  await page.getByRole('tab', { name: /Faults/ }).click();
  await page
    .getByRole('button', { name: /repl(y|ies)/ })
    .filter({ hasText: 'last' })
    .first()
    .click();
  await composer(page, 'the thread').fill('I think it is');
  await composer(page, '#incidents').fill('half a senten');
  await page.reload();
  await page.getByRole('button', { name: /You are.*Grace Hopper/ }).waitFor();
  await page.getByRole('heading', { name: 'incidents', exact: true }).waitFor();
  await page.getByRole('tab', { name: /Faults/, selected: true }).waitFor();
  await composer(page, 'the thread').waitFor();
  expect(await composer(page, 'the thread').inputValue()).toBe('I think it is');
  expect(await composer(page, '#incidents').inputValue()).toBe('half a senten');
  expect(seen.complaints).toEqual([]);
  await seen.close();
});

test('a form that is half filled in is so after a reload, and can be sent', async () => {
  await sandbox.post('/api/clock', { do: 'advance', ms: 180_000 });
  const seen = await look({ url: sandbox.url, at: { as: ADA, channel: incidents } });
  const { page } = seen;
  await types(seen, '/incident declare');
  const form = page.getByRole('dialog', { name: 'Declare an incident' });
  await form.getByRole('textbox', { name: 'What is wrong?' }).fill('Search is slow');
  const severity = form.getByRole('combobox', { name: /How bad/ });
  await severity.click();
  await page.getByRole('option', { name: /P3/ }).click();
  await page.reload();
  await form.waitFor();
  expect(await form.getByRole('textbox', { name: 'What is wrong?' }).inputValue()).toBe('Search is slow');
  expect(await severity.inputValue()).toMatch(/P3/);
  await form.getByRole('button', { name: 'Declare and page' }).click();
  const answer = page.getByRole('dialog', { name: 'Tocsin' });
  await answer.getByText('Search is slow').waitFor();
  await answer.getByRole('button', { name: 'Close' }).last().click();
  await page.locator('.chan article').filter({ hasText: 'Search is slow' }).first().waitFor();
  expect(seen.complaints).toEqual([]);
  await seen.close();
});

test('a connection that is cut is said to be, and what was missed is there when it is back', async () => {
  const seen = await look({ url: new URL(proxy.through(sandbox.url)).origin, at: { as: ADA, channel: incidents } });
  const { page } = seen;
  await composer(page, '#incidents').waitFor();
  await proxy.cut();
  await page.getByText('The sandbox is not heard').waitFor();
  await sandbox.post('/api/act', { as: GRACE, do: 'say', channel: 'incidents', text: 'Said meanwhile' });
  await proxy.restore();
  await page.getByText('Said meanwhile', { exact: true }).waitFor();
  await page.getByText('The sandbox is not heard').waitFor({ state: 'detached' });
  // The browser itself writes down that the stream was refused, and nothing else is wrong.
  expect(seen.complaints.filter((c) => !/net::ERR_(CONNECTION|INCOMPLETE|EMPTY)/.test(c))).toEqual([]);
  await seen.close();
});
