/** Whatever the order of clicks, lapses and drifts: a change is carried out exactly when enough different people may and did agree in time. */
import fc from 'fast-check';
import { Play, runbookOf } from './run-play.ts';

const PEOPLE = {
  ada: ['ada', 'U0ADA', 'slack:U0ADA'],
  grace: ['grace', 'U0GRACE', 'pagerduty:PGRACE1'],
  linus: ['linus', 'slack:U0LINUS'],
  mona: ['mona', 'U0MONA'],
  eve: ['U0EVE', 'slack:U0EVE'],
} as const;
type Who = keyof typeof PEOPLE;
const EXPIRES = 300_000;

const who = fc.constantFrom(...(Object.keys(PEOPLE) as Who[]));
const groups = fc.subarray(['sre', 'leads', 'responders']);
const action = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({ do: fc.constant('approve' as const), who, account: fc.nat(2), groups, old: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reject' as const), who, groups }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, 60_000, 299_999, EXPIRES) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('expire' as const, 'replan' as const, 'drift' as const, 'copy' as const),
    }),
  },
);

interface Oracle {
  askedAt: number;
  by: Set<Who>;
  /** pending → decided. */
  open: boolean;
}

it('executes ⇔ quorum of distinct, permitted, unexpired approvals; fold(timeline) = state', () => {
  let carriedOut = 0;
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 3 }),
      fc.boolean(),
      fc.subarray(['sre', 'leads'], { minLength: 1 }),
      fc.array(action, { maxLength: 25 }),
      (min, requester, from, actions) => {
        const play = Play.started(
          runbookOf(
            `  - kubernetes.scale: { namespace: prod, deployment: api, replicas: 15 }\n    approval: { from: [${from.join(', ')}], min: ${min}, requester: ${requester}, expires: 5m }\n`,
          ),
        );
        const ids = [play.plan('1').id];
        play.feed('approval.carded', { step: '1', digest: play.approval('1').digest, channel: 'C1', ts: '1' });
        let oracle: Oracle = { askedAt: play.now, by: new Set(), open: true };
        let expected = 0;
        let executing = false;
        for (const a of actions) {
          const id = ids.at(-1) ?? '';
          const inTime = play.now < oracle.askedAt + EXPIRES;
          switch (a.do) {
            case 'wait':
              play.now += a.ms;
              break;
            case 'approve': {
              const approval = a.old ? (ids.at(-2) ?? id) : id;
              const accounts = PEOPLE[a.who];
              const person = accounts[a.account % accounts.length] ?? a.who;
              play.feed('approval.approve', { approval, person, groups: a.groups });
              const counts =
                approval === id &&
                oracle.open &&
                inTime &&
                (requester || a.who !== 'ada') &&
                a.groups.some((g) => from.includes(g));
              if (counts) oracle.by.add(a.who);
              if (counts && oracle.by.size >= min) {
                oracle.open = false;
                executing = true;
                expected += 1;
              }
              break;
            }
            case 'copy':
              play.feed('approval.approve', {
                approval: id,
                person: 'grace',
                groups: ['sre', 'leads'],
                card: { channel: 'C9', ts: '1' },
              });
              break;
            case 'reject':
              play.feed('approval.reject', { approval: id, person: a.who, groups: a.groups });
              if (oracle.open && inTime && (a.who === 'ada' || a.groups.some((g) => from.includes(g))))
                oracle.open = false;
              break;
            case 'expire':
              if (inTime) break;
              play.feed('approval.expire', { step: '1', digest: play.approval('1').digest });
              oracle.open = false;
              break;
            case 'replan':
              play.feed('step.replan', { step: '1', person: 'grace', groups: ['sre'] });
              break;
            case 'drift':
              if (!executing) break;
              executing = false;
              play.feed('step.drifted', {
                step: '1',
                attempt: play.state.steps['1']?.attempt ?? 0,
                moved: ['replicas: 10 → 14'],
              });
              break;
          }
          if (play.state.steps['1']?.status === 'planning') {
            ids.push(play.plan('1').id);
            play.feed('approval.carded', {
              step: '1',
              digest: play.approval('1').digest,
              channel: 'C1',
              ts: `${ids.length}`,
            });
            oracle = { askedAt: play.now, by: new Set(), open: true };
          }
          const executes = play.effectsOf('step.execute');
          expect(executes).toHaveLength(expected);
          expect(executing).toBe(play.state.steps['1']?.status === 'running');
        }
        carriedOut += expected;
        expect(JSON.parse(JSON.stringify(play.refold()))).toEqual(JSON.parse(JSON.stringify(play.state)));
      },
    ),
    { numRuns: 400 },
  );
  // The property would hold vacuously if nobody ever got through.
  expect(carriedOut).toBeGreaterThan(100);
});
