/** The YAML files below a folder: read whole, bounded, never through a link that leads out of it. */
import { lstat, readdir, readFile, realpath } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

const MAX_FILES = 500;
/** Above what any file may hold: enough for the reader to say that it is too large. */
const MAX_READ = 128 * 1024;
const MAX_DEPTH = 5;

/** Paths below the folder, with `/`, to their text. Throws when the folder is not there. */
export async function readWorkflowFolder(dir: string): Promise<Map<string, string>> {
  const root = await realpath(dir);
  const files = new Map<string, string>();
  await visit(root, root, 0, files);
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function visit(root: string, folder: string, depth: number, files: Map<string, string>): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.')) continue;
    const path = await inside(root, join(folder, entry.name));
    if (path === undefined) continue;
    const { stats, real } = path;
    if (stats.isDirectory() && !entry.isSymbolicLink()) {
      if (depth < MAX_DEPTH) await visit(root, real, depth + 1, files);
    } else if (stats.isFile() && entry.name.endsWith('.yaml') && !entry.name.endsWith('.test.yaml')) {
      if (files.size >= MAX_FILES) throw new Error(`more than ${MAX_FILES} files below ${root}`);
      const name = relative(root, join(folder, entry.name)).split(sep).join('/');
      files.set(name, await text(real, stats.size));
    }
  }
}

/** Undefined for what vanished meanwhile and for a link that leads out. Mounted config maps are links that stay inside. */
async function inside(root: string, path: string) {
  try {
    const real = await realpath(path);
    if (real !== root && !real.startsWith(root + sep)) return undefined;
    return { real, stats: await lstat(real) };
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

async function text(path: string, size: number): Promise<string> {
  // The content does not matter any more: the reader refuses by length, and a gigabyte is not worth reading.
  if (size > MAX_READ) return ' '.repeat(MAX_READ);
  try {
    const bytes = await readFile(path);
    // A lone surrogate stands for bytes that are not UTF-8, which the reader names; U+FFFD would be taken for text.
    return isUtf8(bytes) ? bytes.toString('utf8') : '\ud800';
  } catch (error) {
    if (isGone(error)) return '';
    throw error;
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true });
function isUtf8(bytes: Uint8Array): boolean {
  try {
    decoder.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

const isGone = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
