/** More replicas are approved and started; then the step is undone, which is planned and approved like any other change. */
import { row, until, withButton } from '../until.ts';
import type { World } from '../world.ts';
import { ended } from './runbook-rollback.ts';
import { ADA, declare, GRACE, LINUS, MINUTE, type Scenario } from './scenario.ts';

const runs = (w: World, incident: number, n: number) =>
  until(w, `run ${n} of INC-${incident}`, async () => {
    const rows = await w.query<{ run: number }>(
      `select id::int as run from run where (state->>'incident')::int = $1 order by id`,
      [incident],
    );
    return rows[n - 1]?.run;
  });

const carded = (w: World, run: number) =>
  row(
    w,
    'the card on record',
    `select 1 from run where id = $1 and jsonb_path_exists(state, '$.steps.*.approval.card')`,
    [run],
  );

export const scaleAndUndo: Scenario = {
  name: 'scale-and-undo',
  async play(w, people) {
    const { incident, channel } = await declare(w, people);
    const place = await channel();
    await people.command(ADA, place, 'run api-completely-down');
    const first = await runs(w, incident, 1);
    await people.click(ADA, await withButton(w, place, 'Scale up', `R-${first}`), '3 · Scale up');
    const card = await withButton(w, place, 'Approve', `R-${first} `);
    await carded(w, first);
    await people.click(GRACE, card, 'Approve');
    const status = await ended(w, first);
    if (status !== 'done') throw new Error(`R-${first} is ${status}`);
    const over = await withButton(w, place, 'Undo:', `R-${first}`);
    await people.click(ADA, over, 'Undo:');
    const second = await runs(w, incident, 2);
    const again = await withButton(w, place, 'Approve', `R-${second} `);
    await carded(w, second);
    await people.click(LINUS, again, 'Approve');
    const undone = await ended(w, second);
    if (undone !== 'done') throw new Error(`R-${second} is ${undone}`);
    await people.command(ADA, 'incidents', `resolve INC-${incident} load is gone`);
    await w.warp(MINUTE);
  },
};
