/** What somebody sees who uses the page: where the focus is, which channel is open, which card has which button. */
import type { Locator, Page } from 'playwright-core';
import type { WorkspaceSection } from '../../../src/sandbox/control/wire.ts';
import type { Sandbox } from '../../support/sandbox.ts';

/** Resolves once this has the focus. */
export async function focused(thing: Locator): Promise<void> {
  await thing.and(thing.page().locator(':focus')).waitFor();
}

/** The part of the page that has the focus. */
export function region(page: Page): Promise<string | null> {
  return page.locator(':focus').evaluate((e) => e.closest('[data-region]')?.getAttribute('data-region') ?? null);
}

export const composer = (page: Page, place: string): Locator =>
  page.getByRole('textbox', { name: `Message ${place}`, exact: true });

/** The last message of the channel that has this button. */
export const cardWith = (page: Page, button: RegExp): Locator =>
  page
    .locator('.chan article')
    .filter({ has: page.getByRole('button', { name: button }) })
    .last();

export async function channelId(sandbox: Sandbox, as: string, name: RegExp): Promise<string> {
  const { channels } = await sandbox.get<WorkspaceSection>(`/api/workspace?as=${as}`);
  const id = channels.find((c) => name.test(c.name))?.id;
  if (!id) throw new Error(`${as} sees no channel ${name}`);
  return id;
}
