/** The REST token, when there is one: it only serves to look. */
import { Fault } from '../../../ports/fault.ts';
import type { Check } from '../check.ts';
import { ok, problem } from '../finding.ts';

export const pagerdutyToken: Check = {
  id: 'pagerduty.token',
  section: 'PagerDuty',
  title: 'PagerDuty accepts the REST token',
  remedy: 'look at the network and PAGERDUTY_API_URL (EU accounts: https://api.eu.pagerduty.com)',
  async run({ account }) {
    try {
      await account.get();
      return ok('accepted');
    } catch (e) {
      if (!(e instanceof Fault) || (e.code !== 'pagerduty.401' && e.code !== 'pagerduty.403')) throw e;
      return problem(
        `PagerDuty does not accept PAGERDUTY_TOKEN: ${e.message}`,
        'make a read-only key at PagerDuty → Integrations → API Access Keys, and put it into PAGERDUTY_TOKEN, or unset it',
      );
    }
  },
};
