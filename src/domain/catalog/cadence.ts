/** <service>/cadence.yaml: which of its runbooks recur, when, for whom, and when somebody asks whether they are still right. */
import { z } from 'zod';
import { duration, slug, text, timeOfDay } from '../../lib/yaml/fields.ts';
import { suggest } from '../../lib/yaml/nearest.ts';
import type { Source } from '../../lib/yaml/source.ts';
import { DAYS } from '../approval/model.ts';
import { PERIODS, type Period, type TaskRule } from '../cadence/model.ts';
import type { Params, Runbook } from '../runbook/model.ts';
import type { Service, Target } from './model.ts';
import { zone } from './on-call.ts';
import { channelName } from './settings.ts';
import { checkTargets, isTarget, type Reachable } from './targets.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** When nothing is written: a working day, and never past the time after. */
const WITHIN: Readonly<Record<Period, number>> = {
  day: 12 * HOUR,
  weekday: 12 * HOUR,
  week: 3 * DAY,
  month: 7 * DAY,
  quarter: 21 * DAY,
};
/** The shortest way to the next time: who may be late after that is never late. */
const SHORTEST: Readonly<Record<Period, number>> = {
  day: 23 * HOUR,
  weekday: 23 * HOUR,
  week: 7 * DAY - HOUR,
  month: 28 * DAY - HOUR,
  quarter: 90 * DAY - HOUR,
};

const target = text(80).superRefine((value, context) => {
  if (isTarget(value)) return;
  const instead = 'write role:NAME, oncall:NAME or person:NAME';
  context.addIssue({ code: 'custom', message: `${JSON.stringify(value)} is nobody`, params: { instead } });
});

const recurs = {
  every: z.enum(PERIODS),
  on: z.union([z.enum(DAYS), z.int().min(1).max(31), z.literal('last')]).optional(),
  at: timeOfDay.refine((minutes) => minutes < 24 * 60, {
    error: 'a day has no 24:00 at which something begins',
    params: { instead: 'write "00:00"' },
  }),
};

const schema = z.strictObject({
  zone,
  channel: channelName.optional(),
  tasks: z
    .record(
      slug,
      z.strictObject({
        ...recurs,
        runbook: text(120),
        title: text(80).optional(),
        inputs: z.record(text(60), z.union([z.string(), z.number(), z.boolean()])).default({}),
        within: duration({ min: 60_000, max: 31 * DAY }).optional(),
        owner: target.optional(),
        channel: channelName.optional(),
      }),
    )
    .default({}),
  reviews: z.strictObject({ ...recurs, owner: target.optional() }).optional(),
});

export interface Around {
  readonly service: Service;
  /** Where tasks are told when nothing else is written. */
  readonly incidents: string | undefined;
  readonly runbooks: readonly Runbook[];
  readonly targets: Reachable;
  /** Inputs as the runbook takes them, or what is wrong with them. */
  readonly fit: (runbook: Runbook, given: Params) => { readonly inputs: Params; readonly problems: readonly string[] };
}

type Written = NonNullable<z.output<typeof schema>['reviews']>;
type Path = readonly (string | number)[];

/** A week has days by name, a month by number. */
function checkDay(source: Source, path: Path, { every, on }: Pick<Written, 'every' | 'on'>): void {
  if (on === undefined) return;
  const day = typeof on === 'string' && on !== 'last';
  if (every === 'week' && !day)
    source.value([...path, 'on'], `a week has no day ${on}`, `write one of ${DAYS.join(', ')}`);
  if ((every === 'month' || every === 'quarter') && day)
    source.value([...path, 'on'], `a ${every} has no one ${on}`, 'write a day of the month, 1 to 31, or last');
  if (every === 'day' || every === 'weekday')
    source.key([...path, 'on'], `every ${every} has no \`on\``, 'leave it out, or recur every week or month');
}

function runbookOf(source: Source, path: Path, written: string, { service, runbooks }: Around): Runbook | undefined {
  const id = written.includes('/') ? written : `${service.name}/${written}`;
  const found = runbooks.find((r) => r.id === id);
  if (!found) {
    const own = runbooks.filter((r) => r.service === service.name).map((r) => r.id.slice(service.name.length + 1));
    source.value([...path, 'runbook'], `there is no runbook ${JSON.stringify(written)}`, suggest(written, own));
  } else if (found.incident) {
    const message = `${found.id} speaks of its incident, and a task belongs to none`;
    source.value([...path, 'runbook'], message, 'take out what reads `incident.` or speaks to it, or name another one');
  }
  return found;
}

export function readCadence(source: Source, around: Around): readonly TaskRule[] {
  const written = source.read(schema);
  if (!written) return [];
  const { service, incidents, targets } = around;
  const usual = written.channel ?? service.channels.incidents ?? incidents ?? 'incidents';
  const tasks = Object.entries(written.tasks).flatMap(([name, task]): TaskRule[] => {
    const path = ['tasks', name];
    if (name === REVIEWS) source.key(path, 'reviews has a place of its own', 'write reviews: beside tasks:');
    checkDay(source, path, task);
    if (task.owner) checkTargets(source, [...path, 'owner'], [task.owner as Target], targets);
    const within = task.within ?? WITHIN[task.every];
    if (within > SHORTEST[task.every]) {
      const message = 'the next one is due before this one is late';
      source.value([...path, 'within'], message, 'write less time than lies between two of them');
    }
    const runbook = runbookOf(source, path, task.runbook, around);
    if (!runbook) return [];
    const { inputs, problems } = around.fit(runbook, task.inputs);
    for (const p of problems) source.key([...path, 'inputs'], p, 'write its inputs as for /runbook run');
    return [
      {
        ...ruleOf(service.name, name, written.zone, task),
        title: task.title ?? runbook.name,
        within,
        channel: task.channel ?? usual,
        does: { is: 'run', runbook: runbook.id, inputs },
      },
    ];
  });
  const { reviews } = written;
  if (!reviews) return tasks;
  checkDay(source, ['reviews'], reviews);
  if (reviews.owner) checkTargets(source, ['reviews', 'owner'], [reviews.owner as Target], targets);
  const review: TaskRule = {
    ...ruleOf(service.name, REVIEWS, written.zone, reviews),
    title: 'Reviews of runbooks',
    within: WITHIN[reviews.every],
    channel: usual,
    does: { is: 'reviews' },
  };
  return [...tasks, review];
}

const REVIEWS = 'reviews';

function ruleOf(
  service: string,
  name: string,
  place: string,
  { every, on, at, owner }: Written,
): Omit<TaskRule, 'title' | 'within' | 'channel' | 'does'> {
  return {
    name: `${service}/${name}`,
    service,
    recurs: { every, at, zone: place, ...(on === undefined ? {} : { on }) },
    ...(owner === undefined ? {} : { owner }),
  };
}
