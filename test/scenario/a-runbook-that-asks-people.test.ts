/** A runbook that no machine can do alone: people are asked in Slack, answer with words, and the incident is told by it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stage } from '../../src/app/story/stage.ts';
import { APPROVER, ASKER, declared, openTestStage } from './support/asked-to-approve.ts';
import { controls, posted, read } from './support/screen.ts';

const RUNBOOK = `name: A key was leaked
for: { severity: [p1] }
steps:
  - manual.task: { instruction: Revoke the leaked key, assignee: "role:security-lead", evidence: required }
    id: revoked
  - manual.checklist: { items: [Read the audit log, List the affected accounts] }
    id: assessed
    name: Assess the scope
  - forEach: [users, authorities]
    as: audience
    steps:
      - chat.post: "Informed: \${{ audience }}"
        name: Tell them
always:
  - incident.update: { text: "The key is revoked (\${{ steps.revoked.text }})", next: 30m }
    name: Update
`;

let stage: Stage;
beforeAll(async () => {
  stage = await openTestStage();
  await writeFile(join(stage.environment.TOCSIN_WORKFLOWS ?? '', 'architect/key-leaked.yaml'), RUNBOOK);
});
afterAll(async () => stage?.close());

const PATIENCE = { withinMs: 90_000 };

test('a task with evidence, a list that is ticked off, a message to each, and the update in the end', async () => {
  const { channel } = await declared(stage, 'p1 A key was leaked');
  const asker = stage.slack.as(ASKER);
  const other = stage.slack.as(APPROVER);
  // The folder is looked at every two seconds: until then there is no such runbook.
  const begun = Date.now();
  for (let started = false; !started && Date.now() - begun < 30_000; ) {
    await asker.command(channel, '/incident', 'run key-leaked');
    started = stage.slack
      .as(ASKER)
      .seen(channel)
      .some((m) => read(m).includes('Starting A key was leaked'));
  }
  const card = await asker.waitFor((m) => controls(m).includes('Done…'), { channel, ...PATIENCE });
  expect(controls(card).slice(0, 3)).toEqual(['Done…', 'Skip…', 'Can’t do…']);
  expect(read(card)).toContain('for role:security-lead');
  await asker.waitFor((m) => read(m).includes('waits for a person: manual.task'), { channel, ...PATIENCE });

  await other.click(card, 'Done…');
  const form = await other.waitForModal();
  await expect(other.submit(form)).rejects.toThrow(/please complete this required field/);
  await other.submit(form, { 'What was done, and how one can see it': 'KEY-12 <!channel> is gone' });
  const list = await asker.waitFor((m) => read(m).includes('☐ 1. Read the audit log') && m.ts === card.ts, {
    channel,
    ...PATIENCE,
  });
  expect(read(list)).toContain('KEY-12 <!channel> is gone');

  for (const [item, outcome] of [
    ['2. List the affected accounts', 'Done'],
    ['1. Read the audit log', 'Skip'],
  ] as const) {
    const now = await asker.waitFor((m) => m.ts === card.ts && read(m).includes(`☐ ${item}`), { channel, ...PATIENCE });
    await asker.click(now, 'Tick off…', item);
    const tick = await asker.waitForModal();
    await asker.submit(tick, { 'What came of it?': outcome, 'What was done, or why not': 'by hand' });
  }
  const ended = await asker.waitFor((m) => m.ts === card.ts && read(m).includes('✅ A key was leaked'), {
    channel,
    ...PATIENCE,
  });
  expect(read(ended)).toMatch(/users · Tell them[\s\S]*authorities · Tell them[\s\S]*✓ Update/);
  await stage.settled();
  expect(posted(stage, channel, 'Informed: users').length).toBeGreaterThan(0);
  expect(posted(stage, channel, 'Informed: authorities').length).toBeGreaterThan(0);
  expect(posted(stage, channel, 'The key is revoked (KEY-12 <!channel> is gone)').length).toBeGreaterThan(0);
});
