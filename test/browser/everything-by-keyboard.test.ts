/** Nobody needs a mouse: from the first key to a declared incident, and everything around it. */

import { type Sandbox, startSandbox } from '../support/sandbox.ts';
import { closeBrowser, type Look, look } from './support/browser.ts';
import { cardWith, composer, focused, region } from './support/eye.ts';

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
  seen = await look({ url: sandbox.url });
  await seen.page.getByRole('heading', { name: 'incidents', exact: true }).waitFor();
});
afterEach(async () => {
  expect(seen.complaints).toEqual([]);
  await seen.close();
});

const keys = async (...names: readonly string[]): Promise<void> => {
  for (const name of names) {
    await seen.page.keyboard.press(name);
    // A hand is not faster than the screen, however busy the machine.
    await seen.page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
  }
};

test('F6 goes from part to part, both ways', async () => {
  const met: (string | null)[] = [];
  for (let n = 0; n < 5; n += 1) {
    await keys('F6');
    met.push(await region(seen.page));
  }
  expect(met).toEqual(['top', 'side', 'channel', 'rail', 'top']);
  await keys('Shift+F6');
  expect(await region(seen.page)).toBe('rail');
});

test('a command is completed by arrows and Tab and sent; the button of its card is pressed', async () => {
  const { page } = seen;
  await keys('F6', 'F6', 'F6');
  await focused(composer(page, '#incidents'));
  await page.keyboard.type('/inc');
  await page.getByRole('option', { name: '/incident' }).waitFor();
  await keys('Tab');
  await page.keyboard.type('decl');
  await page.getByRole('option', { name: 'declare' }).first().waitFor();
  await keys('Tab');
  await page.getByRole('listbox', { name: 'Severities' }).waitFor();
  await keys('ArrowDown');
  expect(await page.getByRole('option', { selected: true }).innerText()).toMatch(/^p2/);
  await keys('ArrowUp', 'Tab');
  expect(await composer(page, '#incidents').inputValue()).toBe('/incident declare p1 ');
  await page.keyboard.type('API down');
  await keys('Enter');
  const card = cardWith(page, /^Ack/);
  await card.waitFor();
  expect(await composer(page, '#incidents').inputValue()).toBe('');
  await focused(composer(page, '#incidents'));

  const ack = card.getByRole('button', { name: /^Ack/ });
  for (let n = 0; n < 20; n += 1) {
    await keys('Shift+Tab');
    if (await ack.evaluate((e) => e.matches(':focus'))) break;
  }
  await focused(ack);
  await keys('Enter');
  await page.getByText('is on it').first().waitFor();
});

test('Ctrl+K goes to a channel and to a person; Escape leaves everything as it was', async () => {
  const { page } = seen;
  const jump = page.getByRole('combobox', { name: 'Channel or person' });
  await keys('F6', 'F6', 'F6', 'Control+k');
  await focused(jump);
  await keys('Escape');
  await focused(composer(page, '#incidents'));
  await keys('Control+k');
  await focused(jump);
  await page.keyboard.type('status');
  await keys('Enter');
  await focused(composer(page, '#status-updates'));
  expect(await page.title()).toContain('#status-updates');
  await keys('Control+k');
  await focused(jump);
  await page.keyboard.type('Grace');
  await keys('Enter');
  await page.getByRole('button', { name: /You are.*Grace Hopper/ }).waitFor();
});

test('a modal is filled in and sent, and the focus comes back', async () => {
  const { page } = seen;
  // A second one within two minutes would be asked whether it is the first.
  await sandbox.post('/api/clock', { do: 'advance', ms: 180_000 });
  await keys('F6', 'F6', 'F6');
  await page.keyboard.type('/incident declare ');
  await keys('Escape', 'Enter');
  const dialog = page.getByRole('dialog', { name: 'Declare an incident' });
  await focused(dialog.getByRole('textbox', { name: 'What is wrong?' }));
  await page.keyboard.type('Search is slow');
  await keys('Tab', 'ArrowDown', 'ArrowDown', 'Enter');
  expect(await dialog.getByRole('combobox', { name: /How bad/ }).inputValue()).not.toBe('');
  await keys('Control+Enter');
  const answer = page.getByRole('dialog', { name: 'Tocsin' }).filter({ hasText: 'Search is slow' });
  await focused(answer.getByRole('button', { name: 'Close' }).last());
  await keys('Enter');
  await answer.waitFor({ state: 'detached' });
  await focused(composer(page, '#incidents'));
  await page.getByText('Search is slow').first().waitFor();
});

test('Escape closes a modal and a thread, and the focus goes back to where one was', async () => {
  const { page } = seen;
  await keys('F6', 'F6', 'F6');
  await page.keyboard.type('/incident declare ');
  await keys('Escape', 'Enter');
  const dialog = page.getByRole('dialog', { name: 'Declare an incident' });
  await focused(dialog.getByRole('textbox', { name: 'What is wrong?' }));
  await keys('Escape');
  await dialog.waitFor({ state: 'detached' });
  await focused(composer(page, '#incidents'));

  const opener = page.getByRole('button', { name: /repl(y|ies)/ }).filter({ hasText: 'last' });
  await opener.last().focus();
  await keys('Enter');
  await focused(composer(page, 'the thread'));
  expect(await region(page)).toBe('thread');
  await keys('Escape');
  await page.getByRole('region', { name: /^Thread/ }).waitFor({ state: 'detached' });
  await focused(opener.last());
});

test('another person is chosen by arrows and Enter, and Escape chooses nobody', async () => {
  const { page } = seen;
  const who = page.getByRole('button', { name: /You are/ });
  await keys('F6', 'F6');
  await focused(who);
  await keys('ArrowDown');
  const list = page.getByRole('listbox', { name: 'Who you are' });
  await focused(list);
  await keys('ArrowDown', 'Escape');
  await focused(who);
  expect(await who.innerText()).toContain('Ada Lovelace');
  await keys('Enter');
  await focused(list);
  await keys('ArrowDown', 'Enter');
  await page.getByRole('button', { name: /You are.*Grace Hopper/ }).waitFor();
  await focused(who);
});

test('the panels are tabs: arrows go round, and each is what its tab says', async () => {
  const { page } = seen;
  await keys('F6', 'F6', 'F6', 'F6');
  for (const name of ['Phones', 'World', 'Faults', 'Traffic', 'Guide']) {
    await keys('ArrowRight');
    await focused(page.getByRole('tab', { name: new RegExp(name), selected: true }));
    await page.getByRole('tabpanel', { name: new RegExp(name) }).waitFor();
  }
});
