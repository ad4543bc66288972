/** aws.wafBlock and aws.wafUnblock: addresses into a set that a web ACL blocks, and out of it again; void when somebody changed the set. */
import { z } from 'zod';
import { Fault } from '../../../ports/fault.ts';
import { canonicalRange } from './address-range.ts';
import { asked } from './aws-program.ts';
import { list, text } from './object-rows.ts';
import { type ProgramIntent, programChange } from './program-change.ts';

/** Milliseconds. */
const TO_CHANGE = 60_000;

const address = z
  .string()
  .max(60)
  .refine((a) => canonicalRange(a) !== undefined, 'must be an address or a range no wider than /16 (IPv6: /32)')
  .transform((a) => canonicalRange(a) ?? a);

const params = z.strictObject({
  /** A set that a rule allows would be opened by the same call: its name must say what it is for. */
  ipSet: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/, 'must be the name of an IP set')
    .regex(/block|deny|ban/i, 'must be a set that blocks, and say so in its name: architect-blocked'),
  scope: z.enum(['REGIONAL', 'CLOUDFRONT']).default('REGIONAL'),
  addresses: z.array(address).min(1, 'needs at least one address').max(100),
});
type Params = z.output<typeof params>;

interface IpSet {
  readonly id: string;
  readonly version: string;
  readonly addresses: readonly string[];
  /** Another one whenever somebody changed the set: AWS refuses an older one. */
  readonly lock: string;
}

/** CloudFront's sets are kept in one region only. */
const place = ({ scope }: Params) => ['--scope', scope, ...(scope === 'CLOUDFRONT' ? ['--region', 'us-east-1'] : [])];

async function look(p: Params, ports: Parameters<typeof asked>[0]): Promise<IpSet | undefined> {
  const all = await asked(ports, ['wafv2', 'list-ip-sets', ...place(p)]);
  const id = list(all, 'IPSets').flatMap((s) => (text(s, 'Name') === p.ipSet ? [text(s, 'Id')] : []))[0];
  if (id === undefined) return undefined;
  const is = await asked(
    ports,
    ['wafv2', 'get-ip-set', '--name', p.ipSet, '--id', id, ...place(p)],
    /WAFNonexistentItem/,
  );
  if (is === undefined) return undefined;
  const addresses = list(is, 'IPSet', 'Addresses').map((a) => canonicalRange(String(a)) ?? String(a));
  return { id, version: text(is, 'IPSet', 'IPAddressVersion'), addresses, lock: text(is, 'LockToken') };
}

interface Direction {
  readonly name: string;
  readonly summary: string;
  readonly risk: 'medium' | 'high';
  readonly means: string;
  readonly verb: string;
  readonly undo: { readonly kind: string; readonly verb: string };
  readonly already: string;
  /** Those of the given ones that are still to be changed. */
  left(given: readonly string[], is: readonly string[]): readonly string[];
  becomes(is: readonly string[], left: readonly string[]): readonly string[];
}

function intend(d: Direction, p: Params, is: IpSet | undefined): ProgramIntent | { readonly refused: string } {
  if (!is) return { refused: `there is no IP set ${p.ipSet} (${p.scope}): make it once, with a rule that blocks it` };
  const other = p.addresses.find((a) => a.includes(':') !== (is.version === 'IPV6'));
  if (other !== undefined) return { refused: `${p.ipSet} holds ${is.version} only, and ${other} is none` };
  const left = d.left(p.addresses, is.addresses);
  if (left.length === 0) return { refused: `${p.ipSet} ${d.already}` };
  const becomes = d.becomes(is.addresses, left);
  const whole = ['--name', p.ipSet, '--id', is.id, ...place(p), '--lock-token', is.lock];
  return {
    args: ['wafv2', 'update-ip-set', ...whole, '--addresses', ...becomes],
    summary: `${d.verb} ${left.join(', ')} at the web ACLs that use ${p.ipSet}`,
    changes: [{ what: p.ipSet, from: `${is.addresses.length} addresses`, to: `${becomes.length} addresses` }],
    undo: {
      kind: d.undo.kind,
      params: { ipSet: p.ipSet, scope: p.scope, addresses: [...left] },
      summary: `${d.undo.verb} ${left.join(', ')} again`,
    },
  };
}

const kind = (d: Direction) =>
  programChange({
    ...{ name: d.name, summary: d.summary, risk: d.risk, params, program: 'aws', look },
    outputs: ['addresses'],
    timeout: TO_CHANGE,
    examples: [{ means: d.means, params: { ipSet: 'architect-blocked', addresses: ['203.0.113.7'] } }],
    target: (p) => `ip-set/${p.scope}/${p.ipSet}`,
    guard: (is) => ({ lock: is?.lock ?? 'none' }),
    intend: (p, is) => intend(d, p, is),
    async after(p, ports) {
      const is = await look(p, ports);
      if (is && d.left(p.addresses, is.addresses).length === 0) return { addresses: is.addresses.length };
      throw new Fault('permanent', 'aws.not-changed', `${p.ipSet} was changed and is not what was meant: look at it`);
    },
    lines: (o) => [`${o.text}: ${o.addresses} addresses in all`],
  });

const minus = (a: readonly string[], b: readonly string[]) => a.filter((x) => !b.includes(x));

export const awsWafBlock = kind({
  name: 'aws.wafBlock',
  summary: 'Blocks addresses at the web ACLs that use an IP set; it can only add to what is blocked.',
  risk: 'high',
  means: 'One address floods us',
  verb: 'Block',
  undo: { kind: 'aws.wafUnblock', verb: 'Let through' },
  already: 'has them all already',
  left: minus,
  becomes: (is, left) => [...is, ...left],
});

export const awsWafUnblock = kind({
  name: 'aws.wafUnblock',
  summary: 'Takes addresses out of an IP set that blocks.',
  risk: 'high',
  means: 'The flood is over',
  verb: 'No longer block',
  undo: { kind: 'aws.wafBlock', verb: 'Block' },
  already: 'has none of them',
  left: (given, is) => given.filter((a) => is.includes(a)),
  becomes: minus,
});
