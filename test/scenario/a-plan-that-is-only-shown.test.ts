/** Somebody asks what a runbook would change: the plans of a real cluster with its gate, and not one call that changes anything. */
import type { Stage } from '../../src/app/story/stage.ts';
import { ASKER, declared, openTestStage } from './support/asked-to-approve.ts';
import { controls, read } from './support/screen.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openTestStage();
});
afterAll(async () => stage?.close());

const PATIENCE = { withinMs: 60_000 };
const changes = () =>
  stage.ledger
    .of('kubernetes', /./)
    .filter((e) => e.method !== 'GET' && e.query.dryRun === undefined && !e.path.includes('selfsubject'));

async function planIn(channel: string) {
  const asker = stage.slack.as(ASKER);
  await asker.command(channel, '/runbook', 'plan api-completely-down');
  return asker.waitFor((m) => read(m).includes('✅ Plan of API completely down'), { channel, ...PATIENCE });
}

test('outside of an incident: every option’s change, on what is there, and who would have to agree', async () => {
  const card = await planIn('incidents');
  const text = read(card);
  for (const words of [
    'no incident · done',
    'Roll back deployment architect-production/architect-api',
    'May approve sre',
    'replicas',
    'Can be undone',
    'Nothing was changed, and nothing can be approved here',
  ])
    expect(text).toContain(words);
  expect(controls(card)).toEqual(['Logs']);
  await stage.settled();
  expect(changes()).toEqual([]);
  const [row] = await stage.query<{ held: string | null; approvals: number }>(
    `select state->>'held' as held, (select count(*)::int from approvals) as approvals from run`,
  );
  expect(row).toEqual({ held: null, approvals: 0 });
});

test('in the channel of an incident it is planned for that incident', async () => {
  const { incident, channel } = await declared(stage, 'p1 API down');
  await stage.settled();
  const story = async () =>
    stage.query(`select seq, type from timeline where kind = 'incident' and id = $1 order by seq`, [incident]);
  const before = await story();
  const card = await planIn(channel);
  expect(read(card)).toContain(`INC-${incident} · done`);
  await stage.settled();
  expect(changes()).toEqual([]);
  // Nobody has taken the incident on by looking.
  expect(await story()).toEqual(before);
});
