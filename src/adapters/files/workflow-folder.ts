/** The YAML files below a folder: read whole, bounded, never through a link that leads out of it. */
import type { Stats } from 'node:fs';
import { lstat, readdir, readFile, realpath } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

const MAX_FILES = 500;
/** Above what any file may hold: enough for the reader to say that it is too large. */
const MAX_READ = 128 * 1024;
const MAX_DEPTH = 5;

interface Found {
  readonly real: string;
  readonly stats: Stats;
}

/** A workflow folder as it lies there. */
export interface WorkflowFolder {
  /** Changes whenever a file may have: where each really lies, how large it is, and when it was last touched. */
  readonly stamp: string;
  /** Paths below the folder, with `/`, to their text. */
  read(): Promise<Map<string, string>>;
}

/** Throws when the folder is not there. */
export async function findWorkflowFolder(dir: string): Promise<WorkflowFolder> {
  const root = await realpath(dir);
  const found = new Map<string, Found>();
  await visit(root, root, 0, found);
  const files = [...found].sort(([a], [b]) => (a < b ? -1 : 1));
  const stamps = files.map(([name, { real, stats: s }]) => [name, real, s.ino, s.size, s.mtimeMs, s.ctimeMs].join(' '));
  return {
    stamp: stamps.join('\n'),
    async read() {
      const texts = new Map<string, string>();
      for (const [name, { real, stats }] of files) texts.set(name, await text(real, stats.size));
      return texts;
    },
  };
}

export async function readWorkflowFolder(dir: string): Promise<Map<string, string>> {
  return (await findWorkflowFolder(dir)).read();
}

async function visit(root: string, folder: string, depth: number, files: Map<string, Found>): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const isYaml = entry.name.endsWith('.yaml') && !entry.name.endsWith('.test.yaml');
    if (entry.name.startsWith('.') || !(isYaml || entry.isDirectory())) continue;
    const path = join(folder, entry.name);
    const found = await inside(root, path, entry.isSymbolicLink());
    if (found === undefined) continue;
    if (found.stats.isDirectory() && !entry.isSymbolicLink()) {
      if (depth < MAX_DEPTH) await visit(root, found.real, depth + 1, files);
    } else if (found.stats.isFile() && isYaml) {
      if (files.size >= MAX_FILES) throw new Error(`more than ${MAX_FILES} files below ${root}`);
      files.set(relative(root, path).split(sep).join('/'), found);
    }
  }
}

/** Undefined for what vanished meanwhile and for a link that leads out. Mounted config maps are links that stay inside. */
async function inside(root: string, path: string, isLink: boolean): Promise<Found | undefined> {
  try {
    const real = isLink ? await realpath(path) : path;
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
