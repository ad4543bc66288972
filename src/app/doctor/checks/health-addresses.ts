/** The addresses that services and http.check steps look at may be looked at, and answer. */
import { GuardedWeb } from '../../../adapters/http/guarded-web.ts';
import type { Check } from '../check.ts';
import { ok, problem, skipped, type Verdict, warning } from '../finding.ts';
import { isKnown } from './foreseen.ts';

export const healthAddresses: Check = {
  id: 'health.addresses',
  section: 'Health checks',
  title: 'Health addresses may be looked at, and answer',
  remedy: 'look at health: in the service.yaml files and at allowedHosts in org/settings.yaml',
  async run({ catalog, asks, patience }) {
    const { services, allowedHosts } = await catalog.known();
    const by = new Map<string, string>();
    for (const s of services) if (s.health) by.set(s.health, `${s.name}/service.yaml`);
    for (const { need, step } of await asks.known()) {
      if (need.on === 'web' && isKnown(need.url) && !by.has(need.url)) by.set(need.url, step.at);
    }
    if (by.size === 0) return skipped('no service and no runbook names an address');
    const web = new GuardedWeb({ allow: allowedHosts });
    try {
      const verdicts = (await Promise.all([...by].map(([url, at]) => look(web, url, at, patience)))).flat();
      return verdicts.length > 0 ? verdicts : ok([...by.keys()].join(', '));
    } finally {
      await web.close();
    }
  },
};

async function look(web: GuardedWeb, url: string, at: string, timeout: number): Promise<Verdict[]> {
  const seen = await web.get(url, { timeout });
  if ('error' in seen && seen.refused) {
    const host = URL.canParse(url) ? new URL(url).host : url;
    return [
      problem(
        `${url} (${at}) is refused: ${seen.error}`,
        `if it is yours to look at, add ${host} to allowedHosts in org/settings.yaml; otherwise change the address in ${at}`,
      ),
    ];
  }
  if ('error' in seen) {
    return [
      warning(
        `${url} (${at}) does not answer: ${seen.error}`,
        `look whether the service is up and reachable from here, and whether the address in ${at} is right`,
      ),
    ];
  }
  if (seen.status < 400) return [];
  return [
    warning(
      `${url} (${at}) answers ${seen.status}`,
      `look whether the service is well, and whether the address in ${at} is right`,
    ),
  ];
}
