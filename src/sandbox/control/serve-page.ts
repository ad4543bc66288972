/** The page and what it is made of: one HTML text, one script, one style sheet, one icon. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from './problem.ts';
import { favicon, shell } from './shell.ts';

export interface PageFile {
  readonly type: string;
  readonly body: string | Buffer;
}

const ASSETS: Readonly<Record<string, string>> = { 'main.js': 'text/javascript', 'main.css': 'text/css' };

/** Undefined when it is no address of the page. */
export async function pageFile(path: string, assets: string): Promise<PageFile | undefined> {
  if (path === '/') return { type: 'text/html; charset=utf-8', body: shell };
  if (path === '/favicon.svg') return { type: 'image/svg+xml', body: favicon };
  const name = path.slice(1);
  const type = Object.hasOwn(ASSETS, name) ? ASSETS[name] : undefined;
  if (!type) return undefined;
  try {
    return { type: `${type}; charset=utf-8`, body: await readFile(join(assets, name)) };
  } catch {
    throw new Problem(404, `${name} is not there: build the page with "npm run build".`);
  }
}
