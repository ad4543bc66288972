/** A runbook of six steps, and an outside that counts what each of them really did there. */
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import type { Stage } from '../../../src/app/story/stage.ts';

/** Step by step: looked at, repeated by its key, started once, asked of a person, sent once, repeated by its key. */
const runbook = (url: string) => `name: Six steps
for: { severity: [p1] }
steps:
  - http.check: { url: "${url}/look", expect: "status == 200" }
  - kubernetes.scale: { namespace: architect-production, deployment: architect-api, replicas: 11 }
  - command.run: { command: note-it }
  - manual.task: { instruction: Look at the note }
  - http.request: { url: "${url}/send" }
  - kubernetes.rolloutRestart: { namespace: architect-production, deployment: architect-api }
`;

export interface Outside {
  /** How often the look, the program, the request, and changes of the cluster arrived. */
  counts(): Promise<{ looks: number; programs: number; requests: number; changes: number }>;
  close(): Promise<void>;
}

/** Written into the workflows of a stage whose bot has not started yet. `dir` is for the program and what it leaves. */
export async function writeSixSteps(stage: Stage, dir: string): Promise<Outside> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(request.url ?? '');
    response.end('{}');
  });
  await new Promise<void>((r) => server.listen(0, '127.0.0.1', r));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const notes = join(dir, 'notes');
  const program = join(dir, 'note-it');
  await writeFile(notes, '');
  await writeFile(program, `#!/bin/sh\necho noted >> ${notes}\n`);
  await chmod(program, 0o755);

  const workflows = stage.environment.TOCSIN_WORKFLOWS ?? '';
  await writeFile(join(workflows, 'architect/six-steps.yaml'), runbook(url));
  const commands = `commands:\n  note-it: { does: Note it, run: [${program}], effect: change }\n`;
  await writeFile(join(workflows, 'org/commands.yaml'), commands);
  // One person's yes is enough for each of them: who has to agree is not what is tested here.
  const policy = join(workflows, 'org/policy.yaml');
  const doc = parseDocument(await readFile(policy, 'utf8'));
  for (const kind of ['command.run', 'kubernetes.rolloutRestart', 'kubernetes.scale']) {
    doc.setIn(['kinds', kind], 'medium');
  }
  await writeFile(policy, doc.toString());

  return {
    async counts() {
      const times = (path: string) => seen.filter((s) => s === path).length;
      const programs = (await readFile(notes, 'utf8')).split('\n').length - 1;
      return {
        ...{ looks: times('/look'), programs, requests: times('/send') },
        changes: stage.cluster.world.changes().length,
      };
    },
    close: () => new Promise((r) => server.close(() => r())),
  };
}
