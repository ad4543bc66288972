/** Somebody who plays a story by hand: presses "Show me", then the thing the page points at, and nothing else. */
import type { Page } from 'playwright-core';
import type { GuideSection } from '../../../src/sandbox/control/wire.ts';
import type { Sandbox } from './sandbox.ts';

type Playing = NonNullable<GuideSection['playing']>;

/** Far more moves than any story has. */
const MOST_MOVES = 120;
const LOOK = 50;
/** A vendor that answers nothing for a while, on a busy machine. */
const PATIENCE = 90_000;

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

/** Does the one thing that is pointed at. False when the page moved on meanwhile. */
async function doPointed(page: Page, kind: string): Promise<void> {
  const show = page.getByRole('button', { name: 'Show me' });
  if (kind !== 'offer' && (await show.first().isVisible())) await show.first().click();
  if (kind === 'composer') {
    const insert = page.locator('.suggestion:visible').first();
    if (await insert.isVisible()) await insert.click();
    await page.locator('textarea[data-pointed]').press('Enter');
    return;
  }
  await page.locator('[data-pointed]:visible').first().click();
  // Slack asks before some buttons: this person means it.
  const asked = page.getByRole('alertdialog');
  if (await asked.isVisible()) await asked.getByRole('button').last().click();
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
  for (let moves = 0; moves < MOST_MOVES; moves += 1) {
    const now = await playingNow(sandbox);
    if (now.finished) return met;
    const step = stepOf(now);
    if (met.at(-1) !== step) {
      met.push(step);
      await o.atStep?.(step);
    }
    const target = now.point?.target;
    if (target && target.kind !== 'wait') await doPointed(page, target.kind);
    const until = Date.now() + PATIENCE;
    while (mark(await playingNow(sandbox)) === mark(now)) {
      if (Date.now() > until) throw new Error(`nothing happened at “${step}”: ${now.say}`);
      await page.waitForTimeout(LOOK);
    }
  }
  throw new Error(`the story does not end; the last step was ${met.at(-1)}`);
}
