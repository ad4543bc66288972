/** What recurs: when it is due next, what is under way, and how the last times went. */
import type { Day } from '../domain/approval/model.ts';
import type { Recurrence, Task, TaskOutcome } from '../domain/cadence/model.ts';
import { bold, code, joined, say, type Text, time } from '../lib/text.ts';
import type { Message } from '../ports/chat.ts';
import { context, header, lines, paragraph } from './blocks.ts';
import { message } from './message.ts';
import type { People } from './who.ts';
import { who } from './who.ts';

const SIGN: Readonly<Record<TaskOutcome, string>> = {
  done: '✅',
  late: '🕘',
  failed: '❌',
  aborted: '⊘',
  missed: '⬜',
};
const LAST = 8;
const MOST_TASKS = 25;
const EVERY: Readonly<Record<Recurrence['every'], string>> = {
  day: 'every day',
  weekday: 'every working day',
  week: 'every week',
  month: 'every month',
  quarter: 'every quarter',
};

const DAY: Readonly<Record<Day, string>> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
};

const two = (n: number): string => String(n).padStart(2, '0');

function dayOf(on: Recurrence['on']): string {
  if (on === undefined) return '';
  if (typeof on === 'number') return ` on day ${on}`;
  return on === 'last' ? ' on its last day' : ` on ${DAY[on]}`;
}

/** `every week on Monday at 09:00, Europe/Prague` */
export function recurrence({ every, on, at, zone }: Recurrence): string {
  const day = dayOf(on);
  return `${EVERY[every]}${day} at ${two(Math.floor(at / 60))}:${two(at % 60)}, ${zone}`;
}

function owner({ rule }: Task, people: People): Text {
  const [kind, name = ''] = rule.owner?.split(':') ?? [];
  if (kind === 'person') return say` · ${who(name, people)}`;
  return rule.owner === undefined ? [] : say` · ${rule.owner}`;
}

function now({ open, rule }: Task): Text[] {
  if (!open) return [];
  const run = open.run === undefined ? say`it begins` : say`${bold(`R-${open.run}`)} waits`;
  const until = open.late ? say`${bold('late')} since` : say`until`;
  return [say`      ☐ ${run}, ${until} ${time(open.due + rule.within, 'date')}`];
}

function past({ past }: Task): Text[] {
  if (past.length === 0) return [];
  const row = past.slice(0, LAST).map((p) => SIGN[p.is]);
  const wrong = past[0]?.why === undefined ? [] : say` ${past[0].is}: ${past[0].why}`;
  return [say`      newest first: ${row.join(' ')}${wrong}`];
}

function rows(t: Task, people: People): Text[] {
  const next = t.next === undefined ? say` · not planned any more` : say` · next ${time(t.next, 'date')}`;
  const head = say`${bold(t.rule.title)} ${code(t.rule.name)}${next}`;
  const rule = say`      ${recurrence(t.rule.recurs)}${owner(t, people)}`;
  const untold = t.untold === undefined ? [] : [say`      ⚠ nobody was told: ${t.untold}`];
  return [head, rule, ...now(t), ...past(t), ...untold];
}

/** Late first, then what waits, then what is due next. */
function urgency({ open, next }: Task): number {
  if (open) return open.late ? Number.NEGATIVE_INFINITY : 0;
  return next ?? Number.POSITIVE_INFINITY;
}

export function cadenceView(
  tasks: readonly Task[],
  look: { readonly service: string; readonly people: People },
): Message {
  const { service, people } = look;
  const found = tasks.filter((t) => service === '' || t.rule.service === service || t.rule.name.includes(service));
  // What was taken out of the files is shown only as long as something of it is under way.
  const alive = found.filter((t) => t.next !== undefined || t.open);
  const shown = alive.sort((a, b) => urgency(a) - urgency(b)).slice(0, MOST_TASKS);
  const about = service === '' ? '' : ` of ${service}`;
  const late = shown.filter((t) => t.open?.late).length;
  return message(
    [
      header(`What recurs${about}`),
      ...lines(
        shown.flatMap((t) => rows(t, people)),
        400,
      ),
      ...(shown.length === 0
        ? paragraph(say`Nothing recurs${about}. It is written in ${code('workflows/<service>/cadence.yaml')}.`)
        : []),
      ...(alive.length > shown.length
        ? paragraph(
            say`… and ${alive.length - shown.length} more: say which service, as in ${code('/runbook cadence architect')}`,
          )
        : []),
      context(
        joined(
          (Object.entries(SIGN) as [TaskOutcome, string][]).map(([is, sign]) => say`${sign} ${is}`),
          ' · ',
        ),
      ),
    ],
    say`${shown.length} recurring tasks${about}, ${late} late`,
  );
}
