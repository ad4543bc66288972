/** Programs of a story: real ones to start, each of which asks the story's server what to say. */
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Program {
  /** What the file is called: an operator's command, or a program. */
  readonly name: string;
  /** The program it stands for. */
  readonly as: string;
}

/** Written so that it needs nothing but Node: it is started with an environment that was cleared. */
const text = (url: string, { name, as }: Program) => `#!${process.execPath}
const asked = { name: ${JSON.stringify(name)}, argv: [${JSON.stringify(as)}, ...process.argv.slice(2)] };
fetch(${JSON.stringify(`${url}/program`)}, { method: 'POST', body: JSON.stringify(asked) })
  .then(async (r) => {
    if (!r.ok) throw new Error(await r.text());
    const is = await r.json();
    if (is.lost) process.kill(process.pid, 'SIGKILL');
    process.stdout.write(is.output ?? '');
    process.stderr.write(is.errors ?? '');
    process.exitCode = is.exit ?? 0;
  })
  .catch((e) => {
    process.stderr.write(String(e.message) + '\\n');
    process.exitCode = 127;
  });
`;

/** One file for each. Those that the story calls missing are not there. */
export async function writePrograms(dir: string, all: readonly Program[], missing: readonly string[], url: string) {
  await mkdir(dir, { recursive: true });
  for (const program of all) {
    if (missing.includes(program.name)) continue;
    await writeFile(join(dir, program.name), text(url, program));
    await chmod(join(dir, program.name), 0o755);
  }
}
