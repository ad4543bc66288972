/** An update is promised, forgotten, asked for, and given. */
import { row } from '../until.ts';
import { ADA, AT_ONCE, declare, MINUTE, paged, type Scenario, SECOND } from './scenario.ts';

export const updatePromise: Scenario = {
  name: 'update-promise',
  async play(w, people) {
    const { incident } = await declare(w, people);
    await paged(w, incident, AT_ONCE);
    await people.command(ADA, 'incidents', `update INC-${incident} we look at the database next=10m`);
    await w.warp(10 * MINUTE + SECOND);
    await row(
      w,
      'the reminder',
      `select 1 from timeline where kind = 'incident' and id = $1 and type = 'update.missed'`,
      [incident],
    );
    await people.command(ADA, 'incidents', `update INC-${incident} it was the pool`);
    await people.command(ADA, 'incidents', `resolve INC-${incident} pool enlarged`);
  },
};
