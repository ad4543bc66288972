/** org/policy.yaml: who must agree before something is changed, and when more of them must. */
import { z } from 'zod';
import { references } from '../../lib/expression.ts';
import { condition, date, text, timeOfDay } from '../../lib/yaml/fields.ts';
import type { Path } from '../../lib/yaml/issue.ts';
import { suggest } from '../../lib/yaml/nearest.ts';
import type { Source } from '../../lib/yaml/source.ts';
import {
  type Approval,
  type Calendar,
  type ChangePolicy,
  DAYS,
  RADIUS_FACTS,
  RISKS,
  wholeGate,
  writtenGate,
} from '../approval/model.ts';
import { allowedExec } from '../command/model.ts';
import { breakGlass, type GlassContext, readBreakGlass } from './break-glass.ts';
import { POLICY_FACTS } from './facts.ts';
import type { Group } from './model.ts';
import { zone } from './on-call.ts';
import { knownGroups } from './permissions.ts';

const schema = z.strictObject({
  gates: z.strictObject({ low: wholeGate, medium: wholeGate, high: wholeGate }),
  kinds: z.record(text(80), z.union([z.enum(RISKS), wholeGate])).default({}),
  runbookGates: z.enum(['stricter', 'any']).default('stricter'),
  raise: z
    .array(z.strictObject({ if: condition, to: z.enum(RISKS), because: text(120) }))
    .max(50)
    .default([]),
  workingHours: z
    .strictObject({
      zone,
      days: z.array(z.enum(DAYS)).min(1).max(7),
      from: timeOfDay,
      to: timeOfDay,
      holidays: z.array(date).max(400).default([]),
    })
    .optional(),
  breakGlass: breakGlass.optional(),
  impersonate: z.literal('required').optional(),
  exec: z.array(allowedExec).max(200).default([]),
});

export interface PolicyContext {
  /** Undefined where permissions.yaml could not be read. */
  readonly groups: Readonly<Record<string, Group>> | undefined;
  /** Each undefined where its file could not be read. */
  readonly severities: readonly string[] | undefined;
  readonly people: GlassContext['people'];
  /** Step kinds that change something. */
  readonly kinds: readonly string[];
}

export function readPolicy(source: Source, context: PolicyContext): ChangePolicy | undefined {
  const written = source.read(schema);
  if (!written) return undefined;
  const gate = (path: Path, of: z.output<typeof wholeGate>): Approval => {
    const { groups } = context;
    if (groups) {
      knownGroups(source, [...path, 'from'], of.from, Object.keys(groups));
      reachable(source, path, of as Approval, groups);
    }
    return writtenGate<Approval>(of);
  };
  const gates = {
    low: gate(['gates', 'low'], written.gates.low),
    medium: gate(['gates', 'medium'], written.gates.medium),
    high: gate(['gates', 'high'], written.gates.high),
  };
  const kinds = Object.entries(written.kinds).map(([kind, of]) => {
    if (!context.kinds.includes(kind)) {
      const told = `there is no kind ${JSON.stringify(kind)} that changes something`;
      source.key(['kinds', kind], told, suggest(kind, context.kinds));
    }
    return [kind, typeof of === 'string' ? gates[of] : gate(['kinds', kind], of)] as const;
  });
  for (const [i, rule] of written.raise.entries()) checkRule(source, ['raise', i, 'if'], rule.if, written.workingHours);
  const { workingHours } = written;
  if (workingHours && workingHours.to <= workingHours.from)
    source.value(['workingHours', 'to'], 'work ends before it begins', 'write a later time');
  return {
    gates,
    kinds: Object.fromEntries(kinds),
    runbookGates: written.runbookGates,
    raise: written.raise,
    exec: written.exec,
    ...(workingHours ? { workingHours } : {}),
    ...(written.impersonate ? { impersonate: written.impersonate } : {}),
    ...(written.breakGlass ? { breakGlass: readBreakGlass(source, written.breakGlass, context) } : {}),
  };
}

const KNOWN: Readonly<Record<string, readonly string[] | undefined>> = {
  plan: RADIUS_FACTS,
  incident: POLICY_FACTS,
  service: undefined,
};

/** A name that does not exist would make a rule hold always, or never. */
function checkRule(source: Source, at: Path, rule: string, hours: Calendar | undefined): void {
  for (const { path } of references(rule)) {
    const [root = '', fact] = path;
    if (!Object.hasOwn(KNOWN, root)) {
      source.inside(at, root, `there is no ${root} here`, 'a rule knows plan, incident and service: plan.share >= 0.5');
      continue;
    }
    const known = KNOWN[root];
    if (known && fact !== undefined && !known.includes(fact))
      source.inside(at, fact, `there is no ${root}.${fact}`, suggest(fact, known));
    else if (root === 'plan' && fact === 'offHours' && !hours)
      source.inside(at, fact, 'nothing is off hours without workingHours', 'write workingHours: below');
  }
}

/** A gate that needs more people than its groups can have would never open. Slack's groups are not known here. */
function reachable(
  source: Source,
  path: Path,
  { from, min, distinct }: Pick<Approval, 'from' | 'min' | 'distinct'>,
  groups: Readonly<Record<string, Group>>,
): void {
  if (distinct && new Set(from).size < 2) {
    source.key([...path, 'distinct'], 'there is only one group', 'name more groups in from, or leave distinct out');
  }
  const listed = from.map((name) => groups[name]);
  if (listed.some((group) => group === undefined || group.slackGroup !== undefined)) return;
  const people = new Set(listed.flatMap((group) => group?.people ?? []));
  if (people.size < min) {
    const told = `${min} people must agree, but there are only ${people.size}`;
    source.value([...path, 'min'], told, `write at most ${people.size}`);
  }
}
