/** The whole story, over HTTP and over Socket Mode: what people saw, and what the simulated servers and the record say. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { playApiDown } from '../../src/app/story/api-down.ts';
import { createNarrator } from '../../src/app/story/narrator.ts';
import { openStage, type Stage } from '../../src/app/story/stage.ts';
import { judge } from '../../src/app/story/verdict.ts';
import { createDatabase } from '../support/database.ts';
import { namesWithALine } from '../support/sandbox-facts.ts';

/** All that went between Slack and the bot, and what of it has no line in docs/sandbox.md. */
function slackOf(stage: Stage): { spoken: readonly string[]; without: readonly string[] } {
  const listed = namesWithALine();
  const called = stage.ledger
    .of('slack')
    .map(({ path }) => (path.startsWith('/response/') ? 'response_url' : path.replace('/api/', '')));
  const sent = stage.slack.courier.log.map(({ outgoing: o }) => (o.kind === 'command' ? 'slash_commands' : o.name));
  const spoken = [...new Set([...called, ...sent])];
  return { spoken, without: spoken.filter((name) => !listed.has(name)) };
}

test.each(['http', 'socket'] as const)('holds when Slack reaches the bot by %s', async (mode) => {
  const dir = await mkdtemp(join(tmpdir(), 'tocsin-story-'));
  await chmod(dir, 0o711);
  const db = await createDatabase();
  const stage = await openStage({ dir, databaseUrl: db.url, mode, logLevel: 'error' });
  const told: string[] = [];
  try {
    const played = await playApiDown(
      stage,
      createNarrator(stage, (line) => told.push(line)),
    );
    const findings = await judge(stage, played);
    expect(findings.filter((f) => !f.ok)).toEqual([]);
    expect(findings.length).toBeGreaterThan(15);
    const { spoken, without } = slackOf(stage);
    expect(spoken).toEqual(expect.arrayContaining(['chat.postMessage', 'slash_commands', 'block_actions']));
    expect(without).toEqual([]);
  } catch (e) {
    process.stdout.write(`${told.join('\n')}\n`);
    throw e;
  } finally {
    await stage.close();
    await db.drop();
    await rm(dir, { recursive: true, force: true });
  }
});
