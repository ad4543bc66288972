/** org/escalation.yaml: policies. A level that could never fire, or a target nobody stands behind, is refused here. */
import { z } from 'zod';
import { canonical } from '../../lib/json.ts';
import { condition, duration, oneOrMore, slug, text } from '../../lib/yaml/fields.ts';
import { pick } from '../../lib/yaml/schema.ts';
import type { Source } from '../../lib/yaml/source.ts';
import { checkCondition, holds } from './conditions.ts';
import { LEVEL_ACTIONS, type Level, type Policy, type Severity, type Target } from './model.ts';
import { checkTargets, isTarget, type Reachable } from './targets.ts';

const DEFAULT_LEASE = 20 * 60_000;

const target = text(80).transform((value, context): Target => {
  if (isTarget(value)) return value;
  const instead = 'write oncall:<rota>, role:<role> or person:<id>';
  context.addIssue({ code: 'custom', message: `${JSON.stringify(value)} is nobody`, params: { instead } });
  return z.NEVER;
});

const after = z
  .strictObject({ unacknowledged: duration().optional(), unresolved: duration().optional() })
  .transform((value, context): NonNullable<Level['after']> => {
    const { unacknowledged, unresolved } = value;
    if (unacknowledged !== undefined && unresolved === undefined)
      return { clock: 'unacknowledged', ms: unacknowledged };
    if (unresolved !== undefined && unacknowledged === undefined) return { clock: 'unresolved', ms: unresolved };
    const instead = 'write one clock: { unacknowledged: 5m } or { unresolved: 15m }';
    context.addIssue({ code: 'custom', message: 'a level runs on exactly one clock', params: { instead } });
    return z.NEVER;
  });

const level = z.strictObject({
  level: z.int().min(1).max(20),
  after: after.optional(),
  immediately: condition.optional(),
  if: condition.optional(),
  page: oneOrMore(target).default([]),
  do: z.array(z.enum(LEVEL_ACTIONS)).max(10).default([]),
});

const lease = duration({ min: 60_000, max: 86_400_000 });
const levels = z.array(level).min(1).max(20);
const schema = z.record(
  slug,
  z.union([
    levels.transform((list) => ({ ackLease: undefined, levels: list })),
    z.strictObject({ ackLease: lease.optional(), levels }),
  ]),
);

type Written = z.output<typeof level>;

export interface Known {
  readonly severities: readonly Severity[] | undefined;
  readonly services: readonly string[];
  readonly targets: Reachable;
}

export function readEscalation(source: Source, known: Known, sha256: (text: string) => string) {
  const written = source.read(schema);
  if (!written) return undefined;
  const policies = Object.entries(written).map(([name, policy]): readonly [string, Policy] => {
    const base = Array.isArray(pick(source.document.value, [name])) ? [name] : [name, 'levels'];
    const all = policy.levels.map(toLevel);
    checkOrder(source, base, all);
    for (const [i, rule] of all.entries()) {
      checkTargets(source, [...base, i, 'page'], rule.page, known.targets);
      checkConditions(source, [...base, i], rule, known);
    }
    checkFirstPage(source, base, all, known.severities ?? []);
    const ackLease = policy.ackLease ?? DEFAULT_LEASE;
    return [name, { name, levels: all, ackLease, digest: sha256(canonical({ name, levels: all, ackLease })) }];
  });
  return Object.fromEntries(policies);
}

function toLevel(written: Written): Level {
  const { immediately, if: guard } = written;
  return {
    level: written.level,
    page: written.page,
    do: written.do,
    ...(written.after ? { after: written.after } : {}),
    ...(immediately === undefined ? {} : { immediately }),
    ...(guard === undefined ? {} : { if: guard }),
  };
}

type Base = readonly (string | number)[];

function checkOrder(source: Source, base: Base, levels: readonly Level[]): void {
  if (!levels.some((l) => l.level === 1))
    source.key(base, 'the policy has no level 1', 'start with level: 1, paged at declaration');
  for (const [i, rule] of levels.entries()) {
    const path = [...base, i, 'level'];
    const earlier = levels.slice(0, i);
    if (rule.page.length === 0 && rule.do.length === 0) {
      source.value(path, `level ${rule.level} neither pages nor does anything`, 'add page: or do:');
    }
    if (earlier.some((l) => l.level === rule.level)) {
      source.value(
        path,
        `level ${rule.level} is written twice; the second could never be reached`,
        'number the levels 1, 2, 3, …',
      );
    } else if (earlier.some((l) => l.level > rule.level)) {
      source.value(path, `level ${rule.level} stands after a higher one`, 'put the levels in order');
    }
    const sooner = earlier.find((l) => l.after && rule.after?.clock === l.after.clock && rule.after.ms <= l.after.ms);
    if (sooner) {
      source.value(
        [...base, i, 'after'],
        `level ${rule.level} is due no later than level ${sooner.level}`,
        'write a longer time',
      );
    }
  }
}

function checkConditions(source: Source, base: Base, rule: Level, known: Known): void {
  if (rule.if !== undefined) {
    checkCondition(source, [...base, 'if'], rule.if, known, `level ${rule.level} could never be reached`);
  }
  if (rule.immediately === undefined) return;
  checkCondition(source, [...base, 'immediately'], rule.immediately, known, 'this is true for no severity');
  if (!rule.after) {
    source.key(
      [...base, 'immediately'],
      `level ${rule.level} is reached at declaration anyway`,
      'add after:, or delete immediately:',
    );
  }
}

/** Promising an answer within 5 minutes and paging the first person after 10 is a promise nobody can keep. */
function checkFirstPage(source: Source, base: Base, levels: readonly Level[], severities: readonly Severity[]): void {
  const paging = levels.map((rule, i) => ({ rule, i })).filter(({ rule }) => rule.page.length > 0);
  if (paging.length === 0) {
    source.key(base, 'the policy pages nobody', 'add page: to level 1');
    return;
  }
  const delay = (rule: Level, s: Severity): number => {
    if (holds(rule.if, s) === false) return Number.POSITIVE_INFINITY;
    return holds(rule.immediately, s) === true ? 0 : (rule.after?.ms ?? 0);
  };
  const late = severities.filter((s) => paging.every(({ rule }) => delay(rule, s) >= s.respondWithin));
  const [first] = paging;
  if (late.length === 0 || !first) return;
  const at = [...base, first.i, ...(first.rule.after ? ['after'] : ['level'])];
  const message = `nobody is paged before ${late.map((s) => s.name).join(', ')} must be answered`;
  source.value(at, message, 'leave out after: at level 1, or lengthen respondWithin in severities.yaml');
}
