/** What is built needs no package beside it: where only the files of the image lie, both roles start, page people and look at the cluster. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asked, openStaged, paged, type Staged } from '../support/staged.ts';
import { startTocsin } from '../support/tocsin.ts';

/** As the Dockerfile copies them, but for node_modules. */
const FILES = ['dist/src', 'package.json', 'src/db/migrations', 'workflows'];

let root: string;
let s: Staged;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tocsin-image-'));
  for (const file of FILES) await cp(file, join(root, file), { recursive: true });
  s = await openStaged();
});
afterAll(async () => {
  await s?.close();
  await rm(root, { recursive: true, force: true });
});

it('bot and worker do their work', async () => {
  const bot = await startTocsin('bot', s.environment, root);
  const worker = await startTocsin('worker', s.environment, root);
  s.stage.pointAt(bot.port);
  const ada = s.stage.slack.as('U0ADA');
  expect((await ada.command('incidents', '/incident', 'declare p1 API down')).ok).toBe(true);
  await paged(s.stage);
  // The client of Kubernetes and the expressions of runbooks are parts of their own.
  const looks = asked(s.stage, 'kubernetes', /^GET /);
  expect((await ada.command('incidents', '/runbook', 'run INC-1 architect/api-completely-down')).ok).toBe(true);
  await looks;
  await s.stage.settled();
  const ends = await Promise.all([bot.stop(), worker.stop()]);
  expect(ends.map((e) => e.code)).toEqual([0, 0]);
  for (const { out } of [bot, worker]) expect(out.filter((line) => /"level":"(warn|error)"/.test(line))).toEqual([]);
});
