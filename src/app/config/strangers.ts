/** Variables that carry a prefix of ours and mean nothing to us: a slip of the fingers would otherwise be silence. */
import { nearest } from '../../lib/yaml/nearest.ts';

const OURS = /^(TOCSIN|SLACK|PAGERDUTY)_/;
/** Named by the workflows: any number of them. */
const NAMED = /^(PAGERDUTY_ROUTING_KEY|TOCSIN_SECRET)_/;
/** What Kubernetes puts into every pod beside a service that is called like us. */
const SERVICE_LINK = /_(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT(_\d+_.*)?)$/;

/**
 * `slips` are almost certainly one of ours that is not set: starting without it would be starting wrong. The rest may
 * belong to somebody else's tools and is only told.
 */
export function strangers(
  env: Readonly<Record<string, string | undefined>>,
  known: readonly string[],
): { slips: string[]; ignored: string[] } {
  const ours = known.filter((k) => OURS.test(k));
  const slips: string[] = [];
  const ignored: string[] = [];
  for (const name of Object.keys(env).sort()) {
    if (!env[name]?.trim() || known.includes(name) || NAMED.test(name) || SERVICE_LINK.test(name)) continue;
    const likely = ours.filter((k) => isSlip(name, k) && !env[k]?.trim());
    const meant = nearest(name, likely);
    if (meant !== undefined) slips.push(`${name} is not a variable: did you mean ${meant}?`);
    else if (OURS.test(name)) ignored.push(name);
  }
  return { slips, ignored };
}

/** Word by word, so that two names that only share their prefix and an ending are not taken for one another. */
function isSlip(name: string, known: string): boolean {
  const [a, b] = [name.split('_'), known.split('_')];
  if (a.length !== b.length) return name.replaceAll('_', '') === known.replaceAll('_', '');
  return a.every((word, i) => word === b[i] || nearest(word, [b[i] ?? '']) !== undefined);
}
