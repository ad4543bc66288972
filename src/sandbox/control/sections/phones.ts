/** The phones of everybody who was ever paged. */
import type { Session } from '../session.ts';
import type { PhoneRow } from '../wire.ts';

export function phonesSection({ rig }: Session): readonly PhoneRow[] {
  const { people } = rig.slack.workspace;
  return rig.pagerduty.phones().map((phone) => {
    const user = people.byEmail(phone.email)?.id;
    return {
      name: phone.name,
      email: phone.email,
      ...(user ? { user } : {}),
      ringing: phone.ringing.length > 0,
      calls: phone.calls.map(({ dedupKey: _, ...call }) => call),
    };
  });
}
