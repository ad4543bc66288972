/** `<runbook>.test.yaml`: what is given, what people do and when, and what is expected to come of it. */
import { z } from 'zod';
import { type FileIssue, openSource } from '../../lib/yaml/source.ts';
import { duration } from './given/answer.ts';
import { cachesSchema } from './given/cache.ts';
import { certificatesSchema } from './given/certificates.ts';
import { usageSchema } from './given/cluster.ts';
import { commandsSchema } from './given/commands.ts';
import { execSchema } from './given/containers.ts';
import { metricsSchema } from './given/metrics.ts';
import { objectSchema } from './given/objects.ts';
import { sqlSchema } from './given/sql.ts';
import { webSchema } from './given/web.ts';

export const given = z.strictObject({
  cluster: z.array(objectSchema).max(50).default([]),
  usage: usageSchema.prefault({}),
  metrics: metricsSchema.default({}),
  web: webSchema.default({}),
  sql: sqlSchema.default({}),
  caches: cachesSchema.default({}),
  commands: commandsSchema.default({}),
  exec: execSchema.default({}),
  certificates: certificatesSchema.default({}),
});
export type Given = z.output<typeof given>;

const step = z.string().min(1);
/** Milliseconds since the beginning. */
const at = duration.default(0);
const about = {
  at,
  person: z.string().min(1),
  /** Words of the refusal this must meet. */
  refused: z.string().min(1).optional(),
};

export const act = z.union([
  z.strictObject({ ...about, choose: z.string() }),
  z.strictObject({ ...about, approve: step }),
  z.strictObject({ ...about, reject: step, reason: z.string().optional() }),
  z.strictObject({
    ...about,
    answer: z.string(),
    step,
    text: z.string().optional(),
    /** Of a list, counted from 1; absent: all that are left. */
    item: z.int().min(1).optional(),
  }),
  z.strictObject({ ...about, undo: step }),
  z.strictObject({ ...about, retry: step, reason: z.string().default('once more') }),
  z.strictObject({ ...about, skip: step, reason: z.string().default('not needed') }),
  z.strictObject({ ...about, happened: z.boolean(), step }),
  z.strictObject({ ...about, abort: z.string() }),
  z.strictObject({ ...about, pause: z.string() }),
  z.strictObject({ ...about, resume: z.string() }),
  /** Somebody else changes the cluster. */
  z.strictObject({ at, cluster: z.array(objectSchema).min(1) }),
]);
export type Act = z.output<typeof act>;

const ENDS = ['done', 'failed', 'aborted', 'waiting', 'running'] as const;

const expected = z.strictObject({
  run: z.enum(ENDS).default('done'),
  /** By id, path or name: how each of these ended. */
  steps: z.record(z.string(), z.string()).default({}),
  /** SHA-256 of the plan that people approved. */
  plans: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/)).default({}),
  /** All that was changed outside, in order; `…` stands for anything. */
  calls: z.array(z.string()).default([]),
  /** Appear in this order in what people could read. */
  messages: z.array(z.string()).default([]),
});
export type Expected = z.output<typeof expected>;

/** This test is also played in the sandbox, by everything real over HTTP. */
const story = z.strictObject({
  /** `npm run sandbox -- --story name` */
  name: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/),
  /** What it is about, for who reads the list. */
  title: z.string().min(1),
  /** Database of org/targets.yaml → statements that make it what it is when the story begins. */
  sql: z.record(z.string(), z.array(z.string())).default({}),
  /** Cache of org/targets.yaml → commands, word by word. */
  redis: z.record(z.string(), z.array(z.array(z.string()))).default({}),
});
export type StoryHead = z.output<typeof story>;

const test = z.strictObject({
  name: z.string().min(1),
  story: story.optional(),
  at: z.iso.datetime().default('2026-01-05T03:00:00Z'),
  /** Absent: the first the runbook is for, else the least. */
  severity: z.string().optional(),
  /** Id in people.yaml; absent: the first who may. */
  by: z.string().optional(),
  inputs: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  given: given.prefault({}),
  people: z.array(act).max(100).default([]),
  expect: expected.prefault({}),
});
export type RunbookTest = z.output<typeof test>;

export const testFile = z.strictObject({
  /** For every test of the file; what a test gives itself goes before. */
  given: given.prefault({}),
  tests: z.array(test).min(1).max(50),
});
export type TestFile = z.output<typeof testFile>;

/** Undefined when it does not read; why is among the issues. */
export function readTestFile(file: string, text: string, issues: FileIssue[]): TestFile | undefined {
  const source = openSource(file, text, issues);
  return source?.read(testFile);
}

/** What the file gives, with what the test gives over it. */
export function together(file: Given, own: Given): Given {
  const both = <K extends keyof Given>(key: K) => ({ ...file[key], ...own[key] }) as Given[K];
  return {
    cluster: own.cluster.length > 0 ? own.cluster : file.cluster,
    usage: own.usage,
    metrics: both('metrics'),
    web: both('web'),
    sql: both('sql'),
    caches: both('caches'),
    commands: both('commands'),
    exec: both('exec'),
    certificates: both('certificates'),
  };
}
