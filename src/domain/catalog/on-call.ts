/** org/on-call.yaml: rotations. Hand-over is at a local wall time, so a shift may last an hour more or less twice a year. */
import { DateTime, IANAZone } from 'luxon';
import { z } from 'zod';
import { slug, text } from '../../lib/yaml/fields.ts';
import type { Source } from '../../lib/yaml/source.ts';
import type { Rota } from './model.ts';
import { knownPeople, secretName } from './people.ts';

export const zone = text(60).superRefine((value, context) => {
  if (!IANAZone.isValidZone(value)) {
    const instead = 'write a place of the time zone database, like Europe/Berlin, America/New_York or UTC';
    context.addIssue({ code: 'custom', message: `${JSON.stringify(value)} is not a time zone`, params: { instead } });
  }
});

const shift = text(10).transform((value, context) => {
  const [, count, unit] = /^([1-9]\d?)([dw])$/.exec(value) ?? [];
  if (count === undefined || unit === undefined) {
    const instead = 'write days or weeks: 1d, 7d, 1w, 2w';
    context.addIssue({ code: 'custom', message: `${JSON.stringify(value)} is not a shift`, params: { instead } });
    return z.NEVER;
  }
  return { unit: unit === 'd' ? ('days' as const) : ('weeks' as const), count: Number(count) };
});

const schema = z.strictObject({
  rotas: z.record(
    slug,
    z.strictObject({
      zone,
      start: text(30),
      shift,
      people: z.array(slug).max(100),
      routingKey: secretName.optional(),
    }),
  ),
});

export function readOnCall(source: Source, people: readonly string[] | undefined): Record<string, Rota> | undefined {
  const written = source.read(schema);
  if (!written) return undefined;
  const rotas = Object.entries(written.rotas).map(([name, rota]) => {
    const path = ['rotas', name];
    if (rota.people.length === 0) {
      source.key(
        [...path, 'people'],
        `nobody is in the rota ${name}: its pages would reach no one`,
        'list at least one person',
      );
    }
    if (people) knownPeople(source, [...path, 'people'], rota.people, people);
    const start = firstHandOver(source, [...path, 'start'], rota.start, rota.zone);
    const { routingKey, ...rest } = rota;
    // A rota whose start is wrong is still there: its targets are not unknown as well.
    return [name, { name, ...rest, start: start ?? 0, ...(routingKey ? { routingKey } : {}) }] as const;
  });
  return Object.fromEntries(rotas);
}

/** Wall time in the rota's zone; a time the clocks skip would silently be another one. */
function firstHandOver(source: Source, path: readonly string[], written: string, zoneName: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(written)) {
    source.value(
      path,
      `${JSON.stringify(written)} is not a local date and time`,
      'write it without a zone: 2024-01-01T09:00',
    );
    return undefined;
  }
  const at = DateTime.fromISO(written, { zone: zoneName });
  if (!at.isValid) {
    source.value(
      path,
      `${written} is not a date`,
      'write a day of the calendar and a time of the clock: 2024-01-01T09:00',
    );
    return undefined;
  }
  if (at.toFormat("yyyy-MM-dd'T'HH:mm") !== written) {
    source.value(
      path,
      `${written} does not exist in ${zoneName}: the clocks go forward over it`,
      'choose another hour',
    );
    return undefined;
  }
  return at.toMillis();
}
