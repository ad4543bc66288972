/** A step that does something: its parameters, and when it is approved, expected, watched and given up. */
import { z } from 'zod';
import { formatDuration } from '../../lib/duration.ts';
import { condition, duration } from '../../lib/yaml/fields.ts';
import type { Path } from '../../lib/yaml/issue.ts';
import { suggest } from '../../lib/yaml/nearest.ts';
import type { Source } from '../../lib/yaml/source.ts';
import { type Approval, looserThan, ownGate, usualGate, writtenGate } from '../approval/model.ts';
import type { ActionStep, StepBase, Until } from './model.ts';
import type { StepContext } from './read-context.ts';
import { readParams } from './read-params.ts';

const READ_TIMEOUT = 30_000;
const CHANGE_TIMEOUT = 120_000;

const until = z.strictObject({
  passes: z.int().min(1).max(100).default(1),
  every: duration({ min: 1_000, max: 3_600_000 }).default(10_000),
  within: duration({ max: 86_400_000 }),
});
const retry = z.strictObject({
  times: z.int().min(1).max(20).default(3),
  every: duration({ min: 1_000, max: 3_600_000 }).default(10_000),
});
const watch = z.strictObject({
  for: duration({ min: 5_000, max: 86_400_000 }),
  every: duration({ min: 1_000, max: 3_600_000 }).default(30_000),
});

export function readAction(
  context: StepContext,
  at: Path,
  base: StepBase,
  kind: string,
  has: (key: string) => boolean,
): ActionStep | undefined {
  const { source, kinds, uses } = context;
  const schema = kinds.schemaOf(kind);
  if (!schema) return undefined;
  if (schema.incident) uses.speaks();
  const params = readParams(context, [...at, kind], kind, schema, base.id);
  const gate = has('approval') ? readApproval(context, [...at, 'approval'], kind) : undefined;
  const expect = has('expect') ? source.read(condition, [...at, 'expect']) : undefined;
  if (expect !== undefined) uses.cel([...at, 'expect'], expect, base.id, schema.outputs ?? 'any');
  const again = ['until', 'retry', 'watch'].filter(has);
  const until = has('until')
    ? readUntil(source, [...at, 'until'])
    : has('retry')
      ? readRetry(source, [...at, 'retry'])
      : undefined;
  const watched = has('watch') ? source.read(watch, [...at, 'watch']) : undefined;
  for (const key of again) {
    const told = `${kind} changes something: ${key} would do it again and again`;
    if (schema.mutates) source.key([...at, key], told, `${key} belongs to a step that reads`);
  }
  for (const key of again.slice(1))
    source.key([...at, key], `${key} does not stand beside ${again[0]}`, 'keep one of them');
  const bounds = duration({ min: 1_000, max: 86_400_000 });
  const timeout = has('timeout') ? source.read(bounds, [...at, 'timeout']) : undefined;
  uses.done(base.id);
  const lasts = schema.lasts?.(params ?? {}) ?? 0;
  if (timeout !== undefined && timeout < lasts) {
    const told = `timeout ends it before it is over: it goes on for up to ${formatDuration(lasts)}`;
    source.value([...at, 'timeout'], told, 'give it more time, or leave timeout out');
  }
  return {
    type: 'action',
    ...base,
    kind,
    params: params ?? {},
    ...(gate ? { approval: gate } : {}),
    ...(expect === undefined ? {} : { expect }),
    ...(until ? { until } : {}),
    ...(watched ? { watch: watched } : {}),
    timeout: timeout ?? (schema.mutates ? CHANGE_TIMEOUT : READ_TIMEOUT + lasts),
  };
}

function readApproval(context: StepContext, at: Path, kind: string): Partial<Approval> | undefined {
  const { source, groups, kinds, changes } = context;
  const written = source.read(ownGate, at);
  const risk = kinds.riskOf(kind);
  if (risk === undefined) source.key(at, `${kind} only reads: there is nothing to approve`, 'delete approval:');
  if (!written) return undefined;
  const unknown = (written.from ?? []).filter((name) => groups && !groups.includes(name));
  for (const name of unknown) {
    source.inside([...at, 'from'], name, `there is no group ${JSON.stringify(name)}`, suggest(name, groups ?? []));
  }
  const own = writtenGate<Partial<Approval>>(written);
  if (changes?.runbookGates === 'stricter' && risk !== undefined && unknown.length === 0) {
    for (const { key, item, message, instead } of looserThan(usualGate(changes, kind, risk), own)) {
      if (item === undefined) source.value([...at, key], message, instead);
      else source.inside([...at, key], item, message, instead);
    }
  }
  return own;
}

/** So many more looks, that far apart. */
function readRetry(source: Source, at: Path): Until | undefined {
  const written = source.read(retry, at);
  return written && { passes: 1, every: written.every, within: written.times * written.every };
}

function readUntil(source: Source, at: Path): Until | undefined {
  const written = source.read(until, at);
  if (written && (written.passes - 1) * written.every > written.within) {
    source.key(
      at,
      `${written.passes} passes take longer than within allows`,
      'lengthen within, or ask for fewer passes',
    );
  }
  return written;
}
