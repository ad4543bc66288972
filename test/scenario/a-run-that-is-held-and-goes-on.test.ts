/** A runbook from first to last by typing: found, started, held, refused, approved by the name of its plan, and undone. */

import type { Stage } from '../../src/app/story/stage.ts';
import { isEnded } from '../../src/domain/runbook/evolve.ts';
import type { Run } from '../../src/domain/runbook/model.ts';
import {
  APPROVER,
  ASKER,
  type Asked,
  acted,
  askedToApprove,
  breakTheService,
  openTestStage,
} from './support/asked-to-approve.ts';
import { controls, posted, read, toldIn } from './support/screen.ts';

let stage: Stage;
let a: Asked;

beforeAll(async () => {
  stage = await openTestStage();
  await breakTheService(stage);
  a = await askedToApprove(stage);
});
afterAll(async () => stage?.close());

async function says(who: string, text: string): Promise<string> {
  await stage.slack.as(who).command(a.channel, '/runbook', text);
  await acted(stage);
  return toldIn(stage, a.channel, who);
}

const card = () => posted(stage, a.channel, `R-${a.run}`).find((m) => controls(m).includes('Logs'));

it('is found and read before anybody starts it', async () => {
  expect(await says(ASKER, 'list completely')).toMatch(/API completely down/);
  const shown = await says(ASKER, 'show api-completely-down');
  expect(shown).toMatch(/Roll back the deployment: kubernetes\.rolloutUndo.*high risk, asks for approval/);
});

it('stands where its card says, and is told by its thread', async () => {
  expect(await says(ASKER, 'status')).toMatch(new RegExp(`R-${a.run}[^]*waiting`));
  expect(await says(ASKER, 'logs')).toMatch(/Logs/);
});

it('while it is paused no plan is approved, neither by the button nor by the name of the plan', async () => {
  expect(await says(ASKER, 'pause the vendor is looking')).toMatch(/is paused/);
  await stage.settled();
  expect(read(card())).toMatch(/Paused by .*the vendor is looking/);
  expect(controls(card() as never)).toEqual(expect.arrayContaining(['Resume', 'Logs', 'Abort…']));
  expect(await a.press(APPROVER, 'Approve')).toMatch(/paused.*resume it first/);
  const digest = (await plan(await a.state())).digest.slice(0, 8);
  expect(await says(APPROVER, `approve R-${a.run} ${digest}`)).toMatch(/paused.*resume it first/);
  expect(a.tried()).toEqual([]);
  await stage.slack.as(ASKER).click(card() as never, 'Resume');
  await acted(stage);
  expect((await a.state()).paused).toBeUndefined();
});

it('typed without the name of the plan, an approval decides nothing and shows what to type', async () => {
  const { digest } = await plan(await a.state());
  const shown = await says(APPROVER, `approve R-${a.run}`);
  expect(shown).toContain(`approve R-${a.run} ${digest.slice(0, 8)}`);
  expect(shown).toMatch(/Nothing was decided/);
  expect(await says(APPROVER, `approve R-${a.run} 0000000000`)).toMatch(/has no plan/);
  expect(await says(APPROVER, `approve R-${a.run} ${digest.slice(0, 4)}`)).toMatch(/has no plan/);
  expect(a.tried()).toEqual([]);
});

it('typed, the rules are the ones of the button: the one who asked is refused, the other one is heard, once', async () => {
  const line = `approve R-${a.run} ${(await plan(await a.state())).digest.slice(0, 8)}`;
  expect(await says(ASKER, line)).toMatch(/You asked for this/);
  expect(a.tried()).toEqual([]);
  expect(await says(APPROVER, line)).toMatch(/Approved by/);
  expect(await says(APPROVER, line)).toMatch(/already approved/);
  expect(a.changes()).toHaveLength(1);
});

it('is found by what it changed, and undone by a run of its own', async () => {
  for (let n = 0; n < 40 && !isEnded(await a.state()); n++) await stage.advance(15_000);
  expect((await a.state()).status).toBe('done');
  expect(await says(ASKER, 'history architect-api')).toMatch(new RegExp(`R-${a.run} `));
  expect(await says(ASKER, 'history no-such-thing')).toMatch(/No run/);
  expect(await says(ASKER, `undo R-${a.run}`)).toMatch(/planned first and asks for approval/);
  const [row] = await stage.query<{ state: Run }>('select state from run order by id desc limit 1');
  expect(row?.state.undoes).toMatchObject({ run: a.run });
});

const plan = async (run: Run) => {
  const found = Object.values(run.steps).find((s) => s.approval?.status === 'pending')?.approval;
  if (!found) throw new Error('no plan waits');
  return found;
};
