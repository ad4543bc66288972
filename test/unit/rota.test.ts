import { DateTime } from 'luxon';
import type { Rota } from '../../src/domain/catalog/model.ts';
import { nextHandOver, onCallAt } from '../../src/domain/oncall/rota.ts';
import { who } from '../../src/domain/oncall/targets.ts';
import { changed } from './catalog-fixture.ts';

const at = (local: string, zone = 'Europe/Berlin') => DateTime.fromISO(local, { zone, setZone: true }).toMillis();

function rota(start: string, shift: Rota['shift'], zone = 'Europe/Berlin', people = ['ada', 'grace', 'linus']): Rota {
  return { name: 'r', zone, start: at(start, zone), shift, people };
}
const weekly = rota('2024-01-01T09:00', { unit: 'weeks', count: 1 });
const daily = (start: string, zone?: string) => rota(start, { unit: 'days', count: 1 }, zone);

describe('onCallAt', () => {
  it('turns through the people in order', () => {
    expect(onCallAt(weekly, at('2024-01-01T09:00'))).toEqual(['ada']);
    expect(onCallAt(weekly, at('2024-01-08T08:59:59.999'))).toEqual(['ada']);
    expect(onCallAt(weekly, at('2024-01-08T09:00'))).toEqual(['grace']);
    expect(onCallAt(weekly, at('2024-01-15T09:00'))).toEqual(['linus']);
    expect(onCallAt(weekly, at('2024-01-22T09:00'))).toEqual(['ada']);
  });

  it('has nobody before the first hand-over and in an empty rota', () => {
    expect(onCallAt(weekly, at('2024-01-01T08:59:59.999'))).toEqual([]);
    expect(onCallAt({ ...weekly, people: [] }, at('2024-05-01T09:00'))).toEqual([]);
  });

  it('hands over at the same wall time when the clocks go forward and back', () => {
    const before = daily('2024-03-30T09:00');
    expect(onCallAt(before, at('2024-03-31T08:59'))).toEqual(['ada']);
    expect(onCallAt(before, at('2024-03-31T09:00'))).toEqual(['grace']);
    expect(nextHandOver(before, at('2024-03-30T09:00')) - at('2024-03-30T09:00')).toBe(23 * 3_600_000);
    const autumn = daily('2024-10-26T09:00');
    expect(onCallAt(autumn, at('2024-10-27T08:59'))).toEqual(['ada']);
    expect(onCallAt(autumn, at('2024-10-27T09:00'))).toEqual(['grace']);
    expect(nextHandOver(autumn, at('2024-10-26T09:00')) - at('2024-10-26T09:00')).toBe(25 * 3_600_000);
  });

  it('hands over once when its hour is skipped, and is back at its time the day after', () => {
    const gap = daily('2024-03-30T02:30');
    const jump = at('2024-03-31T03:00');
    expect(onCallAt(gap, jump - 1)).toEqual(['ada']);
    expect(onCallAt(gap, at('2024-03-31T03:29:59.999'))).toEqual(['ada']);
    expect(onCallAt(gap, at('2024-03-31T03:30'))).toEqual(['grace']);
    expect(onCallAt(gap, at('2024-04-01T02:29'))).toEqual(['grace']);
    expect(onCallAt(gap, at('2024-04-01T02:30'))).toEqual(['linus']);
  });

  it('hands over once, at the first, when its hour comes twice', () => {
    const overlap = daily('2024-10-26T02:30');
    const first = Date.parse('2024-10-27T00:30:00Z');
    expect(onCallAt(overlap, first - 1)).toEqual(['ada']);
    expect(onCallAt(overlap, first)).toEqual(['grace']);
    expect(onCallAt(overlap, first + 3_600_000)).toEqual(['grace']);
    expect(onCallAt(overlap, at('2024-10-28T02:30'))).toEqual(['linus']);
  });

  it('counts the leap day', () => {
    const leap = daily('2024-02-28T00:00', 'UTC');
    expect(
      ['2024-02-28', '2024-02-29', '2024-03-01', '2024-03-02'].map((d) => onCallAt(leap, Date.parse(d))[0]),
    ).toEqual(['ada', 'grace', 'linus', 'ada']);
  });

  it('never leaves a gap or a step back, through a year of a zone that shifts by half an hour', () => {
    const r = rota('2020-01-01T02:15', { unit: 'days', count: 1 }, 'Australia/Lord_Howe');
    let start = r.start;
    for (let n = 0; n < 400; n++) {
      expect(onCallAt(r, start)).toEqual([r.people[n % 3]]);
      const end = nextHandOver(r, start);
      expect(end).toBeGreaterThan(start);
      expect(onCallAt(r, end - 1)).toEqual([r.people[n % 3]]);
      start = end;
    }
  });
});

describe('who', () => {
  const catalog = changed({
    'org/on-call.yaml': (t) => `${t}    routingKey: PAGERDUTY_ROUTING_KEY_ARCHITECT\n`,
  }).catalog;
  if (!catalog) throw new Error('the fixture does not compile');
  const now = at('2024-01-08T09:00');

  it('resolves rotas, roles and people', () => {
    const rotaWho = who(catalog, 'oncall:architect', now);
    expect(rotaWho.people.map((p) => p.id)).toEqual(['grace']);
    expect(rotaWho.routingKey).toBe('PAGERDUTY_ROUTING_KEY_ARCHITECT');
    expect(who(catalog, 'role:director', now)).toEqual({
      people: [expect.objectContaining({ id: 'dora', slack: 'U0DORA' })],
    });
    expect(who(catalog, 'person:ada', now).people[0]?.name).toBe('Ada Lovelace');
  });

  it.each(['oncall:gone', 'role:constructor', 'oncall:__proto__', 'person:nobody', 'team:sre', 'x', ''])(
    '%j is nobody',
    (target) => expect(who(catalog, target, now)).toEqual({ people: [] }),
  );
});
