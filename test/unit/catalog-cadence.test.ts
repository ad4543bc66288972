/** cadence.yaml: what is read of it, and every mistake told where it stands. */
import { changed, expectProblem, type ProblemCase } from './catalog-fixture.ts';

const F = 'architect/cadence.yaml';
const R = 'api-completely-down';
const of = (task: string) => `zone: UTC\ntasks:\n  daily: { runbook: ${R}, ${task} }\n`;
const DAILY = 'every: day, at: "09:00"';

it('says what recurs, when, for whom and where', () => {
  const { catalog, problems } = changed({
    [F]: `zone: Europe/Prague
channel: ops
tasks:
  daily: { runbook: ${R}, every: weekday, at: "08:30", owner: role:manager, inputs: { namespace: staging } }
  monthly: { runbook: ${R}, title: The month, every: month, on: last, at: "10:00", within: 2d, channel: plans }
reviews: { every: week, on: mon, at: "09:00" }
`,
  });
  expect(problems).toEqual([]);
  expect(catalog?.cadence).toMatchObject([
    {
      ...{
        name: 'architect/daily',
        service: 'architect',
        channel: 'ops',
        owner: 'role:manager',
        within: 12 * 3_600_000,
      },
      recurs: { every: 'weekday', at: 510, zone: 'Europe/Prague' },
      does: { is: 'run', runbook: `architect/${R}`, inputs: { namespace: 'staging' } },
    },
    { name: 'architect/monthly', title: 'The month', channel: 'plans', within: 2 * 86_400_000, recurs: { on: 'last' } },
    { name: 'architect/reviews', channel: 'ops', does: { is: 'reviews' } },
  ]);
});

it('is told in the channel of the service’s incidents, where it names none', () => {
  expect(changed({ [F]: of(DAILY) }).catalog?.cadence[0]?.channel).toBe('incidents');
  const service = (text: string) => `${text}channels: { incidents: architect-ops }\n`;
  const own = changed({ [F]: of(DAILY), 'architect/service.yaml': service });
  expect(own.catalog?.cadence[0]?.channel).toBe('architect-ops');
});

it.each<ProblemCase>([
  ['no place', F, 'tasks: {}\n', '1:1', /zone/, /./],
  ['a place that is none', F, 'zone: Prague\n', '1:7', /not a time zone/, /Europe\/Berlin/],
  ['a runbook that is not there', F, of(DAILY).replace(R, 'api-down'), '3:21', /no runbook "api-down"/, /./],
  ['an hour that is none', F, of('every: day, at: "9"'), '3:58', /not a time of day/, /"08:00"/],
  ['the end of a day', F, of('every: day, at: "24:00"'), '3:58', /24:00/, /00:00/],
  ['a period nobody knows', F, of('every: fortnight, at: "09:00"'), '3:49', /./, /./],
  ['a week by number', F, of('every: week, on: 3, at: "09:00"'), '3:59', /a week has no day 3/, /mon, tue/],
  ['a month by name', F, of('every: month, on: mon, at: "09:00"'), '3:60', /a month has no one mon/, /1 to 31/],
  ['every day on a day', F, of('every: day, on: 3, at: "09:00"'), '3:54', /has no `on`/, /leave it out/],
  ['a day of the month that is none', F, of('every: month, on: 32, at: "09:00"'), '3:60', /./, /./],
  ['late after the next one', F, of(`${DAILY}, within: 25h`), '3:75', /before this one is late/, /less time/],
  ['nobody', F, of(`${DAILY}, owner: manager`), '3:74', /is nobody/, /role:NAME/],
  ['a role nobody holds', F, of(`${DAILY}, owner: role:king`), '3:74', /no role "king"/, /./],
  ['an input that it does not take', F, of(`${DAILY}, inputs: { nam: x }`), '3:67', /no input nam/, /\/runbook run/],
  ['its own reviews', F, of(DAILY).replace('daily', 'reviews'), '3:3', /place of its own/, /beside tasks/],
  [
    'reviews on a Tuesday of the month',
    F,
    'zone: UTC\nreviews: { every: month, on: tue, at: "09:00" }\n',
    '2:30',
    /no one tue/,
    /1 to 31/,
  ],
])('%s is a problem', (...problem) => expectProblem(...problem));

it('a runbook that speaks of its incident cannot recur by itself', () => {
  const speaks = (text: string) => text.replace('steps:', 'lock: x/${{ incident.severity }}\nsteps:');
  const { problems } = changed({
    [F]: of(DAILY),
    [`architect/${R}.yaml`]: (t) => speaks(t.replace(/^lock:.*\n/m, '')),
  });
  expect(problems.map((p) => p.message)).toEqual([expect.stringContaining('speaks of its incident')]);
});
