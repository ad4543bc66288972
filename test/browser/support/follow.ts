/** Somebody who plays a story by hand: presses "Show me", then the thing the page points at, and nothing else. */
import type { Locator, Page } from 'playwright-core';
import type { GuideSection } from '../../../src/sandbox/control/wire.ts';
import type { Sandbox } from '../../support/sandbox.ts';

type Playing = NonNullable<GuideSection['playing']>;

/** Far more moves than any story has. */
const MOST_MOVES = 120;
const LOOK = 50;
/** A vendor that answers nothing for a while, on a busy machine. */
const PATIENCE = 90_000;
/** What is pointed at is there, or the story has gone on. */
const SOON = { timeout: 30_000 };

const stepOf = (p: Playing) => p.steps.find((s) => s.state === 'now')?.title ?? 'the end';
const mark = (p: Playing) => JSON.stringify([stepOf(p), p.say, p.point, p.finished]);

export interface FollowOptions {
  /** Called when a step is begun, before anything is done for it. */
  readonly atStep?: (title: string) => Promise<void>;
}

async function playingNow(sandbox: Sandbox): Promise<Playing> {
  const { playing } = await sandbox.get<GuideSection>('/api/guide');
  if (!playing) throw new Error('no story is played');
  return playing;
}

/** The click that begins it has arrived. */
async function begun(page: Page, sandbox: Sandbox): Promise<void> {
  const until = Date.now() + PATIENCE;
  while (!(await sandbox.get<GuideSection>('/api/guide')).playing) {
    if (Date.now() > until) throw new Error('no story is played');
    await page.waitForTimeout(LOOK);
  }
}

/** Does the one thing that is pointed at. */
async function doPointed(page: Page, kind: string, say: string): Promise<void> {
  const guide = page.getByRole('tab', { name: /Guide/ });
  const show = page.getByRole('button', { name: 'Show me' });
  if (kind === 'offer' || !(await show.isVisible())) await guide.click();
  // A page that is a moment behind would still show what was to be done before.
  await page.getByText(say, { exact: true }).first().waitFor(SOON);
  if (kind !== 'offer') await show.click(SOON);
  if (kind === 'composer') {
    const typed = page.locator('textarea[data-pointed]');
    const insert = page.getByRole('button', { name: /^Insert/ });
    await typed.or(insert).first().waitFor(SOON);
    if (await insert.isVisible()) await insert.click(SOON);
    await typed.press('Enter', SOON);
    return;
  }
  const thing = page.locator('[data-pointed]:visible').first();
  const opens = '[role=combobox], [aria-haspopup=listbox]';
  // Once pressed it may be gone, so it is looked at before.
  const isMenu = await thing.evaluate((e, menu) => e.matches(menu) || e.querySelector(menu) !== null, opens, SOON);
  await thing.click(SOON);
  if (!isMenu) return confirm(page);
  // A menu: the guide names what to choose in it.
  const choice = page.getByRole('option').filter({ visible: true });
  // A card that is edited at this very moment closes its menus, as Slack's do: open it again.
  for (let tries = 0; tries < 5 && !(await appears(choice.first(), 2_000)); tries += 1) await thing.click();
  for (const option of await choice.all()) {
    if (say.includes(`“${(await option.innerText()).trim()}”`)) return option.click();
  }
  throw new Error(`none of the choices is named in: ${say}`);
}

const appears = (it: Locator, timeout: number) =>
  it.waitFor({ timeout }).then(
    () => true,
    () => false,
  );

/** Slack asks before some buttons: this person means it. */
async function confirm(page: Page): Promise<void> {
  const asked = page.locator('dialog.confirm');
  if (await appears(asked, 500)) await asked.getByRole('button').last().click();
}

export async function begin(page: Page, title: string): Promise<void> {
  await page.getByRole('tab', { name: /Guide/ }).click();
  await page
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name: title }) })
    .getByRole('button', { name: /Begin/ })
    .click();
}

/** Follows the guide to its end. Returns the titles of the steps in the order they were met. */
export async function follow(page: Page, sandbox: Sandbox, o: FollowOptions = {}): Promise<string[]> {
  const met: string[] = [];
  await begun(page, sandbox);
  for (let moves = 0; moves < MOST_MOVES; moves += 1) {
    const now = await playingNow(sandbox);
    if (now.finished) return met;
    const step = stepOf(now);
    if (met.at(-1) !== step) {
      met.push(step);
      await o.atStep?.(step);
    }
    const target = now.point?.target;
    if (target && target.kind !== 'wait') {
      await doPointed(page, target.kind, now.say).catch(async (e: unknown) => {
        // The story went on by itself meanwhile, and points at something else.
        if (mark(await playingNow(sandbox)) === mark(now)) throw e;
      });
    }
    const until = Date.now() + PATIENCE;
    while (mark(await playingNow(sandbox)) === mark(now)) {
      if (Date.now() > until) throw new Error(`nothing happened at “${step}”: ${now.say}`);
      await page.waitForTimeout(LOOK);
    }
  }
  throw new Error(`the story does not end; the last step was ${met.at(-1)}`);
}
