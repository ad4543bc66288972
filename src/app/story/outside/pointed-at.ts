/** The copy of the workflows that a story runs on: its addresses and programs are those of the simulated outside. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseDocument } from 'yaml';
import type { CommandsFile } from '../../../domain/command/model.ts';
import type { Given } from '../../runbook-test/test-file.ts';
import type { Program } from './programs.ts';

/** `https://api.example.com/…` becomes an address of the story's own server, for hosts the story gives answers for. */
export async function pointWeb(folder: string, given: Given, url: string): Promise<void> {
  const hosts = Object.keys(given.web).flatMap((k) => /^[A-Z]+ (https?:\/\/([^/\s]+))/.exec(k)?.[2] ?? []);
  for (const file of await readdir(folder, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.yaml')) continue;
    const path = join(folder, file);
    const before = await readFile(path, 'utf8');
    let after = before;
    for (const host of new Set(hosts)) after = after.replaceAll(`https://${host}`, `${url}/web/${host}`);
    if (after !== before) await writeFile(path, after);
  }
}

/** Every command and every program is one of the story's; a command that the story answers by its name has a file of its own. */
export async function pointPrograms(
  folder: string,
  { commands, binaries }: CommandsFile,
  given: Given,
  dir: string,
): Promise<readonly Program[]> {
  const file = join(folder, 'org/commands.yaml');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return [];
  const document = parseDocument(text);
  const programs = new Map<string, Program>();
  const at = (name: string, as: string): string => {
    programs.set(name, { name, as });
    return join(dir, name);
  };
  for (const [name, { run }] of Object.entries(commands)) {
    const as = basename(run[0] ?? '');
    document.setIn(['commands', name, 'run', 0], at(name in given.commands ? name : as, as));
  }
  for (const name of Object.keys(binaries)) document.setIn(['binaries', name], at(name, name));
  await writeFile(file, document.toString({ lineWidth: 0 }));
  return [...programs.values()];
}
