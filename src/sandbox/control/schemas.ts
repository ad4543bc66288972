/** The bodies of requests, checked: what is not of these shapes is refused before anything happens. */
import { z } from 'zod';
import type { Act, ClockAct, FaultAct, GuideAct, PhoneAct, WorldAct } from './acts.ts';

const id = z.string().min(1).max(100);
const text = z.string().max(12_000);
const choice = z.union([z.string().max(12_000), z.array(z.string().max(200)).max(200), z.null()]);
const values = z.record(id, z.record(id, choice));
const place = z.discriminatedUnion('in', [
  z.strictObject({ in: z.literal('message'), channel: id, ts: id }),
  z.strictObject({ in: z.literal('view'), view: id }),
]);
const control = { as: id, on: place, block: id, action: id };

export const act: z.ZodType<Act> = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('command'),
    as: id,
    channel: id,
    command: z.string().regex(/^\/[a-z0-9_-]+$/, 'must be a slash command, like "/incident"'),
    text,
  }),
  z.strictObject({
    do: z.literal('say'),
    as: id,
    channel: id,
    text: text.min(1, 'must not be empty'),
    thread: id.exactOptional(),
  }),
  z.strictObject({
    do: z.literal('click'),
    ...control,
    choice: choice.exactOptional(),
    values: values.exactOptional(),
  }),
  z.strictObject({
    do: z.literal('suggest'),
    ...control,
    typed: z.string().max(200),
    values: values.exactOptional(),
  }),
  z.strictObject({ do: z.literal('submit'), as: id, view: id, values }),
  z.strictObject({ do: z.literal('dismiss'), as: id, view: id }),
  z.strictObject({
    do: z.literal('react'),
    as: id,
    channel: id,
    ts: id,
    name: z.string().regex(/^[a-z0-9_+'-]{1,100}$/, 'must be the name of an emoji, without colons'),
    on: z.boolean(),
  }),
  z.strictObject({ do: z.literal('join'), as: id, channel: id }),
  z.strictObject({ do: z.literal('read'), as: id, channel: id, ts: z.string().regex(/^\d+\.\d{6}$/) }),
]);

export const phone: z.ZodType<PhoneAct> = z.strictObject({
  email: id,
  incidentId: id,
  do: z.enum(['acknowledge', 'resolve']),
});

const DAY = 86_400_000;

export const clock: z.ZodType<ClockAct> = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('advance'), ms: z.number().int().min(1).max(DAY) }),
  z.strictObject({ do: z.literal('run'), speed: z.number().min(0.1).max(600) }),
  z.strictObject({ do: z.literal('pause') }),
]);

export const world: z.ZodType<WorldAct> = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('deploy'), release: z.enum(['good', 'crash', 'neverReady']) }),
  z.strictObject({ do: z.literal('scale'), replicas: z.number().int().min(0).max(50) }),
  z.strictObject({ do: z.literal('traffic'), rps: z.number().min(0).max(10_000) }),
]);

export const fault: z.ZodType<FaultAct> = z.strictObject({ id, on: z.boolean() });

export const guide: z.ZodType<GuideAct> = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('begin'), story: id }),
  z.strictObject({ do: z.literal('offer'), offer: id }),
  z.strictObject({ do: z.literal('leave') }),
]);

export const nothing = z.strictObject({});
