/** Somebody breaks a workflow file during an incident: the last good set stays in use, and the mistake is told with its place. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { check } from '../../src/app/roles/check.ts';
import type { Stage } from '../../src/app/story/stage.ts';
import { ASKER, abort, declared, openTestStage, runIsAsking } from './support/asked-to-approve.ts';
import { answerTo, countOf, mention } from './support/at-the-keyboard.ts';
import { posted, read } from './support/screen.ts';

const RUNBOOK = 'architect/api-completely-down.yaml';
const POLICY = 'org/escalation.yaml';

/** Ten levels of ten: a gigabyte, were it read. */
const BOMB = [
  'l0: &l0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]',
  ...Array.from(
    { length: 9 },
    (_, i) => `l${i + 1}: &l${i + 1} [${Array.from({ length: 10 }, () => `*l${i}`).join(', ')}]`,
  ),
].join('\n');

let stage: Stage;
let base: URL;
beforeAll(async () => {
  stage = await openTestStage();
  await answerTo(stage, ASKER, 'list');
  base = new URL(stage.slack.courier.log.at(-1)?.attempts[0]?.request?.url ?? '');
});
afterAll(async () => stage?.close());

const folder = () => stage.environment.TOCSIN_WORKFLOWS ?? '';

async function ready(): Promise<{ status: number; workflows: string | undefined }> {
  const res = await fetch(new URL('/readyz', base));
  const body = (await res.json()) as { parts: Record<string, string> };
  return { status: res.status, workflows: body.parts.workflows };
}

/** The bot looks at the folder every two seconds and believes what it sees twice. */
async function noticed(problems: boolean): Promise<void> {
  const until = Date.now() + 15_000;
  while (((await ready()).workflows !== undefined) !== problems) {
    if (Date.now() > until) throw new Error(`the bot does not notice: ${JSON.stringify(await ready())}`);
    await new Promise((r) => setTimeout(r, 50));
  }
}

async function edited(file: string, change: (text: string) => string, then: () => Promise<void>): Promise<void> {
  const path = join(folder(), file);
  const good = await readFile(path, 'utf8');
  const bad = change(good);
  expect(bad).not.toBe(good);
  await writeFile(path, bad);
  try {
    await noticed(true);
    await then();
  } finally {
    await writeFile(path, good);
    await noticed(false);
  }
}

async function checked(): Promise<{ code: number; said: string }> {
  const lines: string[] = [];
  const code = await check(folder(), { print: (line) => lines.push(line), now: Date.now() });
  return { code, said: lines.join('\n') };
}

it('the folder as it is has no problems', async () => {
  expect(await checked()).toMatchObject({ code: 0, said: expect.stringContaining('No problems') });
  expect(await ready()).toEqual({ status: 200, workflows: undefined });
});

it.each<[string, string, (text: string) => string, RegExp]>([
  [
    'a typo in a key',
    RUNBOOK,
    (t) => t.replace('respondWithin:', 'respondWithn:'),
    /^architect\/api-completely-down\.yaml:5:1 .*respondWithn.*\n\s+→ .*respondWithin/m,
  ],
  [
    'an unknown step',
    RUNBOOK,
    (t) => t.replace('kubernetes.rolloutUndo:', 'kubernetes.rollbackNow:'),
    /^architect\/api-completely-down\.yaml:\d+:\d+ .*kubernetes\.rollbackNow.*\n\s+→ .*kubernetes\./m,
  ],
  [
    'a cycle',
    RUNBOOK,
    (t) =>
      t.replace(
        '      - kubernetes.events:',
        '      - prometheus.query: "${{ steps.b.value }}"\n        id: a\n      - prometheus.query: "${{ steps.a.value }}"\n        id: b\n      - kubernetes.events:',
      ),
    /^architect\/api-completely-down\.yaml:\d+:\d+ cycle: .*a.*b/m,
  ],
  [
    'an alias bomb',
    POLICY,
    (t) => `${BOMB}\n${t}`,
    /^org\/escalation\.yaml:1:\d+ .*(anchors|aliases).*not read.*\n\s+→ write (the value|it) out/m,
  ],
  ['half a file', POLICY, (t) => t.slice(0, t.indexOf('immediately') + 20), /^org\/escalation\.yaml:\d+:\d+ ./m],
  [
    'a change without a gate it may not have',
    RUNBOOK,
    (t) => t.replace('approval: { from: sre, min: 1 }', 'approval: { from: nobody, min: 0 }'),
    /^architect\/api-completely-down\.yaml:\d+:\d+ ./m,
  ],
])('%s: told with its place, and the last good set works on', async (_what, file, change, says) => {
  const changes = stage.cluster.world.mutations().length;
  await edited(file, change, async () => {
    expect(await ready()).toEqual({
      status: 200,
      workflows: expect.stringMatching(
        /^(one problem|\d+ problems) in the folder; the last good set is in use \(tocsin check\)$/,
      ),
    });
    // The bomb, were it read, would not end within the test's patience.
    const { code, said } = await checked();
    expect(code).toBe(1);
    expect(said).toMatch(says);
    expect(said).toMatch(/\d+ problems? in \d+ files?\.$/);

    const before = stage.pagerduty.alerts().length;
    const answer = await answerTo(stage, ASKER, 'declare p3 Search is slow --separate');
    expect(answer).toMatch(/Declared INC-\d+ P3 Medium: Search is slow. Paging oncall:architect now/);
    await stage.settled();
    expect(stage.pagerduty.alerts()).toHaveLength(before + 1);
  });
  expect(await countOf(stage, 'run')).toBe(0);
  expect(stage.cluster.world.mutations()).toHaveLength(changes);
});

it('the runbook of the last good set is still offered and still runs', async () => {
  await edited(
    RUNBOOK,
    (t) => t.replace('steps:', 'stpes:'),
    async () => {
      const { incident, channel } = await declared(stage, 'p1 API down --separate');
      const [card] = posted(stage, channel, `INC-${incident}`, 'API down');
      expect(JSON.stringify(card?.blocks)).toContain('API completely down');
      const asks = await runIsAsking(stage, channel);
      expect(read(asks)).toMatch(/pods are not ready/);
      await abort(stage, { channel });
      // Hazards are those of what runs, not of what lies in the folder.
      const linted = await mention(stage, ASKER, '@tocsin runbook lint api-completely-down', 'incidents');
      expect(linted).toMatch(/ of API completely down, 1 accepted/);
      expect(linted).toMatch(/H6 Scales to a fixed number: replicas: 15.*\n.*Accepted: The number of the page/);
    },
  );
  expect(stage.cluster.world.mutations()).toEqual([]);
});

it('a good change is taken up without a restart', async () => {
  const path = join(folder(), 'org/severities.yaml');
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replace('label: P3 Medium', 'label: P3 Sluggish'));
  const until = Date.now() + 15_000;
  for (let said = ''; !said.includes('P3 Sluggish'); ) {
    if (Date.now() > until) throw new Error(`the new label is not used: ${said}`);
    said = await answerTo(stage, ASKER, 'declare p3 Reports are slow --separate');
    await stage.settled();
  }
});
