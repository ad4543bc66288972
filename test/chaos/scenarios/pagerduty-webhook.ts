/** The phone is answered and later hung up for good: PagerDuty tells, and nobody touches Slack. */
import { row } from '../until.ts';
import { ADA, AT_ONCE, alerts, declare, paged, type Scenario } from './scenario.ts';

export const pagerdutyWebhook: Scenario = {
  name: 'pagerduty-webhook',
  async play(w, people) {
    const { incident } = await declare(w, people);
    await paged(w, incident, AT_ONCE);
    const of = (target: string) => {
      const id = alerts(w, incident).find((a) => a.dedupKey.endsWith(`:${target}`))?.incidentId ?? '';
      const [person] = w.stage.pagerduty.incidents().find((i) => i.id === id)?.assignees ?? [];
      if (!person) throw new Error(`nobody is behind ${target}`);
      return { id, as: w.stage.pagerduty.as(person.email) };
    };
    const first = of('oncall:architect');
    await first.as.acknowledge(first.id);
    await row(w, 'the ack', `select 1 from incident where id = $1 and state ? 'firstAckAt'`, [incident]);
    const second = of('role:manager');
    await second.as.resolve(second.id);
    await row(
      w,
      'the resolved page',
      `select 1 from incident where id = $1 and state->'pages'->'role:manager'->>'status' = 'resolved'`,
      [incident],
    );
    await people.command(ADA, 'incidents', `resolve INC-${incident} over`);
  },
};
