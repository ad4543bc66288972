/** A runbook file → the runbook, or every reason why not. Nothing of it is run or rendered here. */
import { z } from 'zod';
import { accepts, date, duration, oneOrMore, template, text } from '../../lib/yaml/fields.ts';
import { suggest } from '../../lib/yaml/nearest.ts';
import { type FileIssue, openSource, type Source } from '../../lib/yaml/source.ts';
import type { ChangePolicy } from '../approval/model.ts';
import { identifier } from './identifier.ts';
import type { Runbook, Step } from './model.ts';
import type { StepContext } from './read-context.ts';
import { ROOT, readGroup } from './read-forms.ts';
import { inputSchema, readInput } from './read-input.ts';
import { innerOf, readSteps } from './read-steps.ts';
import type { StepKindIndex } from './step-kind-index.ts';
import { Uses } from './uses.ts';

export interface RunbookContext {
  /** Folder name: `architect`. */
  readonly service: string;
  /** What `service.…` offers; undefined where service.yaml could not be read. */
  readonly serviceKeys: readonly string[] | undefined;
  /** Severity names and their aliases, lower case → name. Undefined where the scale could not be read. */
  readonly severities: ReadonlyMap<string, string> | undefined;
  readonly groups: readonly string[] | undefined;
  /** What a step's own approval is held against; absent where policy.yaml could not be read. */
  readonly changes?: ChangePolicy | undefined;
  readonly kinds: StepKindIndex;
  /** A manifest that stands beside the runbook, by its file's name. */
  readonly manifest?: (name: string) => Source | undefined;
  /** Ids of the rules of `tocsin check`, which a runbook may accept with a reason. Absent: nothing is claimed. */
  readonly rules?: readonly string[];
  readonly sha256: (text: string) => string;
}

const schema = z.strictObject({
  name: text(120),
  source: text(200).optional(),
  for: z
    .strictObject({ severity: oneOrMore(text(40)).default([]), alerts: oneOrMore(text(120)).default([]) })
    .prefault({}),
  respondWithin: duration().optional(),
  owner: text(80).optional(),
  review: duration({ min: 86_400_000, max: 3_650 * 86_400_000 }).optional(),
  reviewed: date.optional(),
  accept: accepts,
  inputs: z.record(identifier, inputSchema).default({}),
  lock: template(300).optional(),
  steps: z.array(z.unknown()),
  onFailure: z.array(z.unknown()).optional(),
  always: z.array(z.unknown()).optional(),
});

/** `file` is the path below workflows/: `architect/api-completely-down.yaml`. */
export function loadRunbook(
  file: string,
  content: string,
  context: RunbookContext,
  issues: FileIssue[],
): Runbook | undefined {
  const before = issues.length;
  const source = openSource(file, content, issues);
  const head = source?.read(schema);
  if (!source) return undefined;
  const uses = new Uses();
  if (head?.lock !== undefined) uses.template(['lock'], head.lock, undefined);
  // Steps are read even when the head is wrong: all problems at once, not one per attempt.
  const steps = Array.isArray(head?.steps ?? raw(source, 'steps'))
    ? allSteps({ source, uses, ...context }, (key) => raw(source, key) !== undefined)
    : [];
  const declared = Object.keys(head?.inputs ?? raw(source, 'inputs') ?? {});
  uses.check(source, { inputs: declared, service: context.serviceKeys });
  if (!head) return undefined;

  const severity = readSeverities(source, head.for.severity, context.severities);
  for (const id of Object.keys(head.accept ?? {}).filter((id) => context.rules?.includes(id) === false)) {
    source.key(['accept', id], `there is no rule ${id}`, suggest(id, context.rules ?? []));
  }
  const inputs = Object.entries(head.inputs).flatMap(
    ([name, written]) => readInput(source, name, written, declared) ?? [],
  );
  if (issues.length > before) return undefined;
  const { owner, review, reviewed, lock, respondWithin } = head;
  return {
    id: file.replace(/\.yaml$/, ''),
    name: head.name,
    service: context.service,
    ...(head.source === undefined ? {} : { source: head.source }),
    for: { severity, alerts: head.for.alerts },
    ...(respondWithin === undefined ? {} : { respondWithin }),
    ...(owner === undefined ? {} : { owner }),
    ...(review === undefined ? {} : { review }),
    ...(reviewed === undefined ? {} : { reviewed: Date.parse(reviewed) }),
    inputs,
    ...(lock === undefined ? {} : { lock }),
    steps,
    ...(uses.incident ? { incident: true as const } : {}),
    digest: context.sha256(content),
  };
}

/** A runbook that says what to do on a failure, or in any case, is one group. */
function allSteps(context: StepContext, has: (key: string) => boolean): Step[] {
  if (!has('onFailure') && !has('always')) return readSteps(context, ['steps'], '');
  const { source, uses } = context;
  uses.declare(ROOT, ROOT, undefined);
  return [readGroup(innerOf(context), [], { path: ROOT, id: ROOT, name: '', at: source.where(['steps']) }, has)];
}

function raw(source: Source, key: string): object | undefined {
  const { value } = source.document;
  const found: unknown = value !== null && typeof value === 'object' ? Reflect.get(value, key) : undefined;
  return found !== null && typeof found === 'object' ? found : undefined;
}

function readSeverities(source: Source, written: readonly string[], known: RunbookContext['severities']): string[] {
  if (!known) return [];
  return written.flatMap((typed) => {
    const name = known.get(typed.toLowerCase());
    if (name === undefined) {
      source.inside(
        ['for', 'severity'],
        typed,
        `there is no severity ${JSON.stringify(typed)}`,
        suggest(typed, [...new Set(known.values())]),
      );
    }
    return name ?? [];
  });
}
