/** Somebody declares, the right phones ring, somebody acknowledges, it is over. */
import { ADA, AT_ONCE, declare, GRACE, paged, type Scenario } from './scenario.ts';

export const declarePageAck: Scenario = {
  name: 'declare-page-ack',
  async play(w, people) {
    const { incident } = await declare(w, people);
    await paged(w, incident, AT_ONCE);
    await people.command(GRACE, 'incidents', `ack INC-${incident}`);
    await people.command(ADA, 'incidents', `resolve INC-${incident} restarted`);
  },
};
