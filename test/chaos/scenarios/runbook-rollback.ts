/** A bad release, the runbook looks, a rollback is planned, approved by a second person, carried out, and verified. */
import { ringDue } from '../quiet.ts';
import { row, until, withButton } from '../until.ts';
import type { World } from '../world.ts';
import { ADA, declare, GRACE, MINUTE, type Scenario } from './scenario.ts';

/** How often time is moved while the rollout and the checks go on. */
const STEP = 15_000;

/** The run's end, with time moving as long as it takes. */
export async function ended(w: World, run: number): Promise<string> {
  for (let waited = 0; waited < 25 * MINUTE; waited += STEP) {
    const status = await until(w, `R-${run} to rest or wait`, async () => {
      const [r] = await w.query<{ status: string; busy: number }>(
        `select state->>'status' as status,
                (select count(*)::int from effect where of_kind = 'run' and of_id = $1 and kind not like 'chat.%'
                    and (status = 'leased' or (status = 'ready' and due_at <= app_now()))) as busy
           from run where id = $1`,
        [run],
      );
      return r?.busy === 0 ? r.status : undefined;
    });
    if (status !== 'running' && status !== 'waiting') return status;
    await w.warp(STEP);
    await ringDue(w);
  }
  throw new Error(`R-${run} does not end`);
}

export const runbookRollback: Scenario = {
  name: 'runbook-rollback',
  async play(w, people) {
    w.stage.cluster.world.deployBad('crash');
    await w.warp(4 * MINUTE);
    const { incident, channel } = await declare(w, people);
    await people.command(ADA, await channel(), 'run api-completely-down');
    const { run } = await row<{ run: number }>(
      w,
      'the run',
      `select id::int as run from run where (state->>'incident')::int = $1`,
      [incident],
    );
    const choices = await withButton(w, await channel(), 'Roll back the deployment', `R-${run}`);
    await people.click(ADA, choices, '2 · Roll back the deployment');
    const card = await withButton(w, await channel(), 'Approve', `R-${run} `);
    await row(
      w,
      'the card on record',
      `select 1 from run where id = $1 and jsonb_path_exists(state, '$.steps.*.approval.card')`,
      [run],
    );
    await people.click(GRACE, card, 'Approve');
    const status = await ended(w, run);
    if (status !== 'done') throw new Error(`R-${run} is ${status}`);
    await people.command(ADA, 'incidents', `resolve INC-${incident} v42 is rolled back`);
  },
};
