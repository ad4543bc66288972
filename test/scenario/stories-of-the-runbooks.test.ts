/** Every story that `tocsin sandbox --story` knows holds: real Slack clicks, the real bot, real databases. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allStories } from '../../src/app/story/find-story.ts';
import { unattended } from '../../src/app/story/unattended.ts';

const never = new Promise<never>(() => {});

test('each of them', async () => {
  const stories = await allStories('workflows');
  const failed: string[] = [];
  for (const { head } of stories) {
    // Said where the tests begin: without a redis-server, stories with a cache are not played.
    if (Object.keys(head.redis).length > 0 && !process.env.TOCSIN_TEST_REDIS) continue;
    const dir = await mkdtemp(join(tmpdir(), 'tocsin-story-'));
    await chmod(dir, 0o711);
    const said: string[] = [];
    const code = await unattended({ dir, name: head.name, print: (l) => said.push(l), told: never }).catch((e) =>
      String(e),
    );
    if (code !== 0) failed.push(`${head.name}: ${code}\n${said.slice(-40).join('\n')}`);
    await rm(dir, { recursive: true, force: true });
  }
  expect(failed).toEqual([]);
}, 1_800_000);
