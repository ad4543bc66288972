/** How a gate is written, in the policy and in a runbook's own `approval:`. */
import { z } from 'zod';
import { duration, oneOrMore, slug } from '../../lib/yaml/fields.ts';
import { type Approval, ON_EXPIRE } from './approval.ts';

const fields = {
  from: oneOrMore(slug),
  min: z.int().min(1).max(10),
  distinct: z.boolean(),
  requester: z.boolean(),
  expires: duration({ min: 30_000, max: 86_400_000 }),
  onExpire: z.enum(ON_EXPIRE),
};

/** What a runbook says on top of the policy: any part of it. */
export const ownGate = z.strictObject(fields).partial();

export const wholeGate = z.strictObject({
  from: fields.from,
  min: fields.min.default(1),
  distinct: fields.distinct.optional(),
  requester: fields.requester.default(false),
  expires: fields.expires.default(600_000),
  onExpire: fields.onExpire.optional(),
});

/** Without the keys nobody wrote. */
export function writtenGate<T extends Partial<Approval>>(written: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(written).filter(([, v]) => v !== undefined)) as T;
}
