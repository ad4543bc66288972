import { expectProblem, type ProblemCase, swap } from './catalog-fixture.ts';

const S = 'org/severities.yaml';
const O = 'org/on-call.yaml';
const P = 'org/people.yaml';

describe('severities, people and rotas tell their file, line, column and what to write instead', () => {
  it.each<ProblemCase>([
    [
      'a typo in a key',
      S,
      swap('label: P2 High', 'lable: P2 High'),
      '10:3',
      /unknown key "lable"/,
      /did you mean label\?/,
    ],
    ['a missing value', S, swap('  label: P2 High\n', ''), '9:1', /label is missing/, /a text/],
    [
      'a wrong type',
      S,
      swap('aliases: [sev2, "2", high, major]', 'aliases: 2'),
      '14:12',
      /a list, not a number/,
      /a list/,
    ],
    [
      'a duration without a unit',
      S,
      swap('respondWithin: 15m', 'respondWithin: 15'),
      '12:18',
      /"15" is not a duration/,
      /30s, 5m/,
    ],
    ['a negative duration', S, swap('respondWithin: 15m', 'respondWithin: -15m'), '12:18', /negative/, /5m/],
    ['a zero duration', S, swap('respondWithin: 15m', 'respondWithin: 0m'), '12:18', /too short/, /at least 10s/],
    ['an absurd duration', S, swap('respondWithin: 15m', 'respondWithin: 999d'), '12:18', /too long/, /at most 7d/],
    ['an alias of two severities', S, swap('[sev3,', '[SEV2,'), '20:13', /"sev2" already means p2/, /one place/],
    ['no severity', S, '{}', '1:1', /no severity/, /at least one/],
    ['a list for keys', S, '- p1\n- p2\n', '1:1', /keys with values/, /keys with values/],
    ['an empty file', S, '# nothing\n', '1:1', /the file is missing|is missing/, /keys with values/],
    ['a name in capitals', S, swap('p2:', 'P2:'), '9:1', /"P2" is not a name/, /lower case/],

    [
      'a first hand-over that is no date',
      O,
      swap('2024-01-01T09:00', '2023-02-29T09:00'),
      '6:12',
      /not a date/,
      /calendar/,
    ],
    [
      'a first hand-over with a zone',
      O,
      swap('2024-01-01T09:00', '2024-01-01T09:00Z'),
      '6:12',
      /not a local date/,
      /without a zone/,
    ],
    [
      'a first hand-over the clocks skip',
      O,
      swap('2024-01-01T09:00', '2024-03-31T02:30'),
      '6:12',
      /does not exist/,
      /another hour/,
    ],
    ['a shift of zero', O, swap('shift: 1w', 'shift: 0w'), '7:12', /not a shift/, /1d, 7d/],
    ['a shift in hours', O, swap('shift: 1w', 'shift: 12h'), '7:12', /not a shift/, /days or weeks/],
    ['an empty rota', O, swap('[ada, grace, linus]', '[]'), '8:5', /nobody is in the rota architect/, /at least one/],
    ['an unknown person in a rota', O, swap('grace', 'grcae'), '8:19', /no person "grcae"/, /did you mean grace/],
    [
      'a routing key itself',
      O,
      (t) => `${t}    routingKey: R0123abc\n`,
      '9:17',
      /not the name of a secret/,
      /never the key itself/,
    ],

    ['a wrong Slack id', P, swap('slack: U0ADA', 'slack: "@ada"'), '6:12', /not a Slack user id/, /Copy member ID/],
    [
      'one Slack id twice',
      P,
      swap('slack: U0GRACE', 'slack: U0ADA'),
      '12:12',
      /grace and ada have the same slack/,
      /their own/,
    ],
    ['a wrong phone number', P, swap('"+1 555 0100"', '555'), '8:12', /not a phone number/, /country code/],
    [
      'an unknown person in a role',
      P,
      swap('manager: [mona]', 'manager: [moan]'),
      '61:13',
      /no person "moan"/,
      /did you mean mona/,
    ],
    [
      'a role nobody holds',
      P,
      swap('manager: [mona]', 'manager: []'),
      '61:3',
      /nobody holds the role manager/,
      /at least one/,
    ],
    [
      'an unknown field',
      P,
      swap('email: ada@example.com', 'mail: ada@example.com'),
      '7:5',
      /unknown key "mail"/,
      /did you mean email/,
    ],
    ['an unknown time zone', O, swap('Europe/Berlin', 'Europe/Berlln'), '5:11', /not a time zone/, /Europe\/Berlin/],
  ])('%s', (...wrong) => expectProblem(...wrong));
});
