/** The kinds of value that appear in every workflow file: names, durations, conditions, text with expressions. */
import { z } from 'zod';
import { formatDuration, parseDuration } from '../duration.ts';
import { checkExpression, expressionsIn, soleExpression } from '../expression.ts';

const refuse = (context: z.core.$RefinementCtx, message: string, instead: string): never => {
  context.addIssue({ code: 'custom', message, params: { instead } });
  return z.NEVER;
};

export const text = (max = 500) => z.string().trim().min(1).max(max);

/** What things are called by: lower case, so that nobody has to remember the capitals. */
export const slug = text(60).superRefine((value, context) => {
  if (!/^[a-z0-9]+(?:[-_][a-z0-9]+)*$/.test(value)) {
    refuse(
      context,
      `${JSON.stringify(value)} is not a name`,
      'write lower case letters, digits and single hyphens, like api-team',
    );
  }
});

/** Milliseconds; bounded, because a slip of a unit (15s for 15m) decides who is woken when. */
export function duration(bounds: { readonly min?: number; readonly max?: number } = {}) {
  const { min = 1_000, max = 7 * 86_400_000 } = bounds;
  return z.string().transform((value, context) => {
    const ms = parseDuration(value);
    if (ms === undefined) {
      const negative = value.trim().startsWith('-');
      return refuse(
        context,
        `${JSON.stringify(value)} is ${negative ? 'negative' : 'not a duration'}`,
        'write a number and a unit: 30s, 5m, 1h30m, 2d',
      );
    }
    if (ms < min) return refuse(context, `${value} is too short`, `write at least ${formatDuration(min)}`);
    if (ms > max) return refuse(context, `${value} is too long`, `write at most ${formatDuration(max)}`);
    return ms;
  });
}

/** A condition: bare CEL, or the same inside one `${{ }}`. */
export const condition = text(2_000).transform((value, context) => {
  const source = soleExpression(value) ?? value;
  const wrong = checkExpression(source);
  return wrong === undefined ? source : refuse(context, wrong, "write one condition, like incident.severity == 'p1'");
});

/** Text in which `${{ CEL }}` is replaced. */
export const template = (max = 4_000) =>
  text(max).superRefine((value, context) => {
    const wrong = templateProblem(value);
    if (wrong) refuse(context, wrong, 'mend the expression between ${{ and }}');
  });

/** The first thing wrong with the expressions in a text. */
export function templateProblem(value: string): string | undefined {
  for (const { source, closed } of expressionsIn(value)) {
    if (!closed) return '${{ is never closed by }}';
    const wrong = checkExpression(source);
    if (wrong !== undefined) return `in ${source || '${{ }}'}: ${wrong}`;
  }
  return undefined;
}

/** One or several; `from: sre` is `from: [sre]`. */
export const oneOrMore = <T extends z.ZodType>(item: T) =>
  z.union([item.transform((value) => [value]), z.array(item).min(1).max(50)]);

/** Minutes since midnight. */
export const timeOfDay = z.string().transform((value, context) => {
  const [, hour, minute] = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(value) ?? [];
  const minutes = Number(hour) * 60 + Number(minute);
  if (hour !== undefined && minutes <= 1_440) return minutes;
  return refuse(
    context,
    `${JSON.stringify(value)} is not a time of day`,
    'write hours and minutes in quotes: "08:00", "24:00"',
  );
});

/** `2026-12-24` */
export const date = z.string().superRefine((value, context) => {
  if (/^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value))) return;
  refuse(context, `${JSON.stringify(value)} is not a day`, 'write year, month and day: 2026-12-24');
});

/** Rule of `tocsin check` → why what it finds is right here. */
export const accepts = z.record(text(10), text(300)).optional();
