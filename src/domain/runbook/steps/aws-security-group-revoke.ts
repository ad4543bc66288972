/** aws.securityGroupRevoke: takes one rule away that lets somebody in. There is no kind that adds one: a security group cannot deny (H1). */
import { z } from 'zod';
import { Fault } from '../../../ports/fault.ts';
import type { StepPorts } from '../step-kind.ts';
import { asked } from './aws-program.ts';
import { list, number, text } from './object-rows.ts';
import { programChange } from './program-change.ts';

/** Milliseconds. */
const TO_CHANGE = 60_000;
const QUERY =
  'SecurityGroupRules[?IsEgress==`false`].{id: SecurityGroupRuleId, protocol: IpProtocol, from: FromPort, to: ToPort, v4: CidrIpv4, v6: CidrIpv6, about: Description}';

const params = z.strictObject({
  group: z.string().regex(/^sg-[0-9a-f]{8,17}$/, 'must be the id of a security group: sg-0123456789abcdef0'),
  /** Exactly as the rule has it. */
  from: z.string().regex(/^[0-9a-f.:]{2,39}\/\d{1,3}$/, 'must be the range of the rule: 0.0.0.0/0'),
  port: z.int().min(1).max(65_535),
  protocol: z.enum(['tcp', 'udp']).default('tcp'),
});

interface Rule {
  readonly id: string;
  readonly about: string;
}

/** The rules that say exactly this; one that opens more than this port is another rule. */
async function look(p: z.output<typeof params>, ports: StepPorts): Promise<readonly Rule[]> {
  const filter = ['--filters', `Name=group-id,Values=${p.group}`];
  const said = await asked(ports, ['ec2', 'describe-security-group-rules', ...filter, '--query', QUERY]);
  return list(said)
    .filter((r) => text(r, 'protocol') === p.protocol && number(r, 'from') === p.port && number(r, 'to') === p.port)
    .filter((r) => [text(r, 'v4'), text(r, 'v6')].includes(p.from))
    .map((r) => ({ id: text(r, 'id'), about: text(r, 'about') }));
}

const ids = (rules: readonly Rule[]) => rules.map((r) => r.id).toSorted();

export const awsSecurityGroupRevoke = programChange({
  name: 'aws.securityGroupRevoke',
  summary: 'Takes away the rule of a security group that lets a range in on a port; it cannot add one.',
  risk: 'high',
  params,
  program: 'aws',
  outputs: ['rules'],
  timeout: TO_CHANGE,
  examples: [
    { means: 'A port is open to everybody', params: { group: 'sg-0a1b2c3d4e5f60718', from: '0.0.0.0/0', port: 5432 } },
  ],
  target: ({ group }) => `security-group/${group}`,
  look,
  guard: (rules) => ({ rules: ids(rules).join(' ') || 'none' }),
  intend({ group, from, port, protocol }, rules) {
    if (rules.length === 0) return { refused: `no rule of ${group} lets ${from} in on exactly ${protocol} ${port}` };
    const about = rules.map((r) => r.about).filter((a) => a !== '');
    return {
      args: ['ec2', 'revoke-security-group-ingress', '--group-id', group, '--security-group-rule-ids', ...ids(rules)],
      summary: `No longer let ${from} in on ${protocol} ${port} of ${group}`,
      changes: [{ what: `${group} ${protocol} ${port}`, from: `open for ${from}`, to: 'no such rule' }],
      notes: [
        ...(about.length > 0 ? [`It was made for: ${about.join('; ').slice(0, 300)}`] : []),
        'Who is connected stays connected. There is no undo: a rule that opens is made by a person',
      ],
    };
  },
  async after(p, ports, was) {
    const left = await look(p, ports);
    if (left.length === 0) return { rules: [...ids(was)] };
    throw new Fault('permanent', 'aws.not-changed', `${p.group} still has ${ids(left).join(', ')}: look at it`);
  },
  lines: (o) => [String(o.text), ...list(o.rules).map((r) => `revoked ${r}`)],
});
