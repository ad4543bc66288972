/**
 * PagerDuty accepts every routing key. Asked with a `resolve` for an alert that does not exist, which a right key answers
 * with 202 and which does nothing: nobody is paged.
 */
import { Fault } from '../../../ports/fault.ts';
import { missingKeys, namedKeys } from '../../workflows.ts';
import type { Check } from '../check.ts';
import { CannotTell, ok, problem, type Verdict, warning } from '../finding.ts';
import type { Installation } from '../installation.ts';

const DEFAULT = 'PAGERDUTY_ROUTING_KEY';
const WHERE = 'PagerDuty → Services → the service → Integrations → Events API v2 → Integration Key';

export const pagerdutyKeys: Check = {
  id: 'pagerduty.routing-keys',
  section: 'PagerDuty',
  title: 'PagerDuty accepts every routing key',
  remedy: 'look at the network, the proxy and PAGERDUTY_EVENTS_URL (EU accounts: https://events.eu.pagerduty.com)',
  async run(at) {
    at.sure('PAGERDUTY_EVENTS_URL');
    const names = Object.keys(at.secrets.routingKeys);
    const found = await Promise.all(names.map((name) => tried(at, name)));
    const verdicts = [...found.flat(), ...(await named(at, names))];
    if (verdicts.length > 0) return verdicts;
    if (names.length === 0) throw new CannotTell('no routing key is set');
    return ok(names.join(', '));
  },
};

async function tried({ pager, config }: Installation, name: string): Promise<Verdict[]> {
  try {
    await pager.resolve({ routingKey: name, dedupKey: `${config.deployment}/doctor/no-such-alert` });
    return [];
  } catch (e) {
    if (!(e instanceof Fault) || e.code !== 'pagerduty.400') throw e;
    return [
      problem(
        `PagerDuty does not know the key in ${name}: ${e.message}`,
        `put the 32 characters of the integration key into ${name} (${WHERE}); it must be an Events API v2 integration`,
      ),
    ];
  }
}

/** Keys the workflows name and nobody set, and keys that nobody names. */
async function named({ catalog }: Installation, names: readonly string[]): Promise<Verdict[]> {
  const known = await catalog.known().catch((e: unknown) => {
    if (e instanceof CannotTell) return undefined;
    throw e;
  });
  if (!known) return [];
  const missing = missingKeys(known, names).map((name) =>
    problem(
      `org/people.yaml or org/on-call.yaml names ${name}, which is not set: those pages reach nobody`,
      `set ${name} (${WHERE}), or take the routingKey line out`,
    ),
  );
  const idle = names.filter((name) => name !== DEFAULT && !namedKeys(known).includes(name));
  const unused = idle.map((name) =>
    warning(
      `no role and no rota names ${name}`,
      `name it as routingKey in org/people.yaml or org/on-call.yaml, or unset it`,
    ),
  );
  return [...missing, ...unused];
}
