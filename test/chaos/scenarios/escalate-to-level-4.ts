/** Nobody resolves it: level 3 after 15 minutes, level 4 after 30 declares an outage and tells customers. */
import { row } from '../until.ts';
import { ADA, AT_ONCE, at, declare, LEVEL_3, MINUTE, paged, type Scenario } from './scenario.ts';

export const escalateToLevel4: Scenario = {
  name: 'escalate-to-level-4',
  async play(w, people) {
    const { incident } = await declare(w, people);
    await paged(w, incident, AT_ONCE);
    await at(w, incident, 15 * MINUTE);
    await paged(w, incident, LEVEL_3);
    await at(w, incident, 30 * MINUTE);
    await row(
      w,
      'the outage',
      `select 1 from incident where id = $1 and state ? 'outage' and state ? 'customersNotifiedAt'`,
      [incident],
    );
    await people.command(ADA, 'incidents', `resolve INC-${incident} rolled back`);
  },
};
