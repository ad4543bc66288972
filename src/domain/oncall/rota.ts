/** Who is on call at a moment. Shifts are counted in local days, so a hand-over stays at its wall time when clocks change. */
import { DateTime } from 'luxon';
import type { Rota } from '../catalog/model.ts';

/** Person ids: the one whose shift it is. Nobody before the first hand-over, and nobody in an empty rota. */
export function onCallAt(rota: Rota, at: number): readonly string[] {
  const shift = shiftAt(rota, at);
  const person = shift === undefined ? undefined : rota.people[shift % rota.people.length];
  return person === undefined ? [] : [person];
}

/** When the current shift ends; before the first hand-over, that hand-over. */
export function nextHandOver(rota: Rota, at: number): number {
  return handOver(rota, (shiftAt(rota, at) ?? -1) + 1);
}

/** How many hand-overs lie between the first one and now: 0 is the first shift. */
function shiftAt(rota: Rota, at: number): number | undefined {
  if (at < rota.start) return undefined;
  const { unit, count } = rota.shift;
  const from = DateTime.fromMillis(rota.start, { zone: rota.zone });
  const days = Math.floor(DateTime.fromMillis(at, { zone: rota.zone }).diff(from, 'days').days);
  const estimate = Math.floor(days / (unit === 'weeks' ? count * 7 : count));
  // The estimate is off by one around a hand-over in a shifted hour; the hand-over times themselves decide.
  const shift = [estimate + 1, estimate].find((n) => handOver(rota, n) <= at) ?? estimate - 1;
  return Math.max(0, shift);
}

/** Local wall time of the first one, that many shifts later. In an hour the clocks skip, as much later as they jump. */
function handOver(rota: Rota, n: number): number {
  const { unit, count } = rota.shift;
  const from = DateTime.fromMillis(rota.start, { zone: rota.zone });
  return from.plus(unit === 'weeks' ? { weeks: n * count } : { days: n * count }).toMillis();
}
