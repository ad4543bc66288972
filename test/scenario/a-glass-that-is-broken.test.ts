/** Nobody else answers: one person breaks the glass in Slack, the cluster is changed, everybody hears of it, and somebody else signs it off. */
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stage } from '../../src/app/story/stage.ts';
import { ASKER, acted, declared, openTestStage } from './support/asked-to-approve.ts';
import { controls, nowOf, posted, read } from './support/screen.ts';

const RUNBOOK = `name: Restart the API
steps:
  - kubernetes.rolloutRestart: { namespace: architect-production, deployment: architect-api }
`;
const PHRASE = 'I answer for this';
const GLASS = `
breakGlass:
  from: [sre]
  severities: [p1]
  phrase: ${PHRASE}
  tell: { channel: incidents, people: [role:security-lead] }
  review: { by: [leads], within: 24h }
`;
const PATIENCE = { withinMs: 90_000 };

let stage: Stage;
beforeAll(async () => {
  stage = await openTestStage();
  const at = (file: string) => join(stage.environment.TOCSIN_WORKFLOWS ?? '', file);
  await writeFile(at('architect/restart.yaml'), RUNBOOK);
  await appendFile(at('org/policy.yaml'), GLASS);
});
afterAll(async () => stage?.close());

test('alone, openly, once, and signed off by a lead', async () => {
  const { channel } = await declared(stage, 'p1 API down');
  const asker = stage.slack.as(ASKER);
  const cards = () => posted(stage, channel).filter((m) => controls(m).includes('Approve'));
  // Both processes look at the folder every two seconds: until then there is no such runbook, or no such button.
  const until = Date.now() + 60_000;
  while (!cards().some((m) => controls(m).includes('Break glass…'))) {
    if (Date.now() > until) throw new Error(`no glass to break: ${cards().map(read).join('\n')}`);
    for (const m of cards()) await asker.click(m, 'Reject');
    await asker.command(channel, '/incident', 'run architect/restart');
    await acted(stage);
  }
  const [card] = cards();
  if (!card) throw new Error('no card');
  const before = stage.cluster.world.changes().length;

  await asker.click(card, 'Break glass…');
  const form = await asker.waitForModal();
  const reason = { 'Why can it not wait for a second person?': 'Nobody answers <!channel>, customers cannot pay' };
  const slip = await asker.submit(form, { ...reason, 'Type the phrase': 'yes' });
  expect(JSON.stringify(slip)).toContain(`Type exactly this: ${PHRASE}`);
  expect(stage.cluster.world.changes().length).toBe(before);
  await asker.submit(form, { ...reason, 'Type the phrase': PHRASE });
  await asker.waitFor((m) => m.ts === card.ts && read(m).includes('Break-glass'), { channel, ...PATIENCE });
  await stage.settled();
  expect(stage.cluster.world.changes().length).toBe(before + 1);
  expect(read(nowOf(stage, card))).toMatch(/who had asked for it, carried it out alone \(Nobody answers/);

  const told = stage.slack.workspace.messages.all().filter((m) => read(m).includes('🚨 Break-glass in INC-'));
  expect(new Set(told.map((m) => m.channel)).size).toBeGreaterThanOrEqual(3);
  for (const { text } of told) expect(text).not.toContain('<!channel>');

  await asker.click(nowOf(stage, card), 'Reviewed');
  await stage.slack.as('U0MONA').click(nowOf(stage, card), 'Reviewed');
  await stage.slack
    .as('U0MONA')
    .waitFor((m) => m.ts === card.ts && read(m).includes('); looked into by'), { channel, ...PATIENCE });
  expect(controls(nowOf(stage, card))).toEqual([]);
});
