/** A real Chromium that looks at the sandbox: what it complains of and what it asks of the network is kept for the tests. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

/** With this set, pictures go to docs/pictures; otherwise the same pictures are taken and thrown away. */
const KEEP = process.env.TOCSIN_TEST_PICTURES === 'keep';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const WIDE = { width: 1440, height: 900 };
export const NARROW = { width: 390, height: 844 };

export interface Look {
  readonly page: Page;
  /** Errors and warnings of the console, pages that threw, requests that failed or left the address. */
  readonly complaints: readonly string[];
  picture(name: string): Promise<void>;
  close(): Promise<void>;
}

export interface LookOptions {
  readonly url: string;
  /** Where to look at once: person, channel, thread, panel, as the page keeps them in its address. */
  readonly at?: Readonly<Record<string, string>>;
  readonly size?: { readonly width: number; readonly height: number };
  readonly theme?: 'light' | 'dark';
  /** A file that runs in the page before its own: the page itself lets nobody else's in. */
  readonly script?: string;
}

let started: Promise<Browser> | undefined;

function browser(): Promise<Browser> {
  const executablePath = process.env.TOCSIN_TEST_CHROMIUM;
  if (!executablePath) throw new Error('there is no chromium on the PATH');
  started ??= chromium.launch({ executablePath, args: FLAGS, headless: true });
  return started;
}

export async function closeBrowser(): Promise<void> {
  await (await started)?.close();
  started = undefined;
}

export async function look({ url, at = {}, size = WIDE, theme = 'light', script }: LookOptions): Promise<Look> {
  const context = await (await browser()).newContext({
    viewport: size,
    colorScheme: theme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    // Not the hours of the stories, which the page shows wherever it is looked at.
    timezoneId: 'Europe/Berlin',
  });
  const page = await context.newPage();
  if (script) await page.addInitScript({ path: script });
  const complaints: string[] = [];
  page.on('console', (m) => {
    if (m.type() === 'error' || m.type() === 'warning') complaints.push(`console ${m.type()}: ${m.text()}`);
  });
  page.on('pageerror', (e) => complaints.push(`threw: ${e.message}`));
  page.on('request', (r) => {
    const at = r.url();
    if (!at.startsWith(`${url}/`) && !at.startsWith('data:')) complaints.push(`asked ${at}`);
  });
  await page.goto(`${url}/#${new URLSearchParams(at)}`);
  return {
    page,
    complaints,
    async picture(name) {
      const folder = 'docs/pictures';
      if (KEEP) mkdirSync(folder, { recursive: true });
      await page.screenshot(KEEP ? { path: join(folder, `${name}.png`) } : {});
    },
    close: () => context.close(),
  };
}
