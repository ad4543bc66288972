/** Two people end it in the same moment, one more acknowledges; somebody opens it again, and it ends for good. */
import { ADA, AT_ONCE, declare, GRACE, LINUS, paged, type Scenario } from './scenario.ts';

export const resolveRace: Scenario = {
  name: 'resolve-race',
  async play(w, people) {
    const { incident } = await declare(w, people);
    await paged(w, incident, AT_ONCE);
    await Promise.all([
      people.command(ADA, 'incidents', `resolve INC-${incident} mine`),
      people.command(GRACE, 'incidents', `resolve INC-${incident} no, mine`),
      people.command(LINUS, 'incidents', `ack INC-${incident}`),
    ]);
    await people.command(GRACE, 'incidents', `reopen INC-${incident} it is back`);
    await paged(w, incident, AT_ONCE, 2);
    await people.command(ADA, 'incidents', `resolve INC-${incident} now really`);
  },
};
