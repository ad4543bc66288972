/** Timers that were taken back may be in a worker's hands already: whatever happens, taking them back must not matter. */
import fc from 'fast-check';
import type { Catalog } from '../../src/domain/catalog/model.ts';
import { SEEDS } from '../corpora/words.ts';
import { type Placed, type Play, play, START } from '../support/decide.ts';
import { shippedCatalog, withPolicy } from '../support/shipped-catalog.ts';

const PEOPLE = ['U0ADA', 'U0GRACE', 'U0DORA'];
const PAGERDUTY = [undefined, 'PADA001', 'PGRACE1', 'PSTRANGER'];
const TARGETS = [
  'oncall:architect',
  'role:manager',
  'role:lead-engineer',
  'role:director',
  'role:vp-engineering',
] as const;

const catalogs: readonly Catalog[] = [
  shippedCatalog(),
  // A policy with everything in it: at once by severity, both clocks side by side, actions below the top.
  withPolicy(`critical:
  ackLease: 10m
  levels:
    - level: 1
      page: [oncall:architect]
    - level: 2
      if: "incident.severity == 'p1'"
      page: [role:manager]
      do: [notify-customers]
    - level: 3
      after: { unacknowledged: 5m }
      immediately: "incident.rank <= 2"
      page: [role:lead-engineer, role:manager]
    - level: 4
      after: { unacknowledged: 12m }
      if: "incident.severity != 'p4'"
      page: [role:director]
    - level: 5
      after: { unresolved: 15m }
      page: [role:vp-engineering]
    - level: 6
      after: { unresolved: 20m }
      if: "incident.rank <= 2"
      page: [role:director]
      do: [declare-outage, notify-customers]
`),
];

type Move = readonly [name: string, run: (t: Play) => void];

const minutes = fc.oneof(
  fc.constantFrom(0, 60_000, 299_999, 300_000, 300_001, 600_000, 900_000, 1_800_000),
  fc.integer({ min: 0, max: 2_400_000 }),
);
const person = fc.constantFrom(...PEOPLE);
const target = fc.constantFrom(...TARGETS);
const hostile = fc.constantFrom(...SEEDS);
const move = (name: string, run: (t: Play) => void): Move => [name, run];
const later = (t: Play, ms: number) => `${t.now - START + ms}ms`;

const moves: fc.Arbitrary<Move> = fc.oneof(
  { weight: 6, arbitrary: minutes.map((ms) => move(`pass ${ms}`, (t) => t.at(later(t, ms)))) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(minutes, fc.boolean())
      .map(([ms, backwards]) =>
        move(`outage ${ms} ${backwards}`, (t) =>
          t.outageUntil(later(t, ms), (due: Placed[]) => (backwards ? due.toReversed() : due)),
        ),
      ),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(person, fc.constantFrom(undefined, 60_000, 300_000, 600_000))
      .map(([by, forMs]) =>
        move(`ack ${by} ${forMs}`, (t) => t.do('incident.ack', forMs === undefined ? {} : { forMs }, by)),
      ),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('p1', 'p2', 'p3', 'p4')
      .map((severity) => move(`severity ${severity}`, (t) => t.do('incident.severity', { severity }))),
  },
  fc
    .constantFrom('identified', 'monitoring', 'reopened')
    .map((status) => move(`state ${status}`, (t) => t.do('incident.state', { status } as never))),
  person.map((by) => move(`resolve ${by}`, (t) => t.do('incident.resolve', {}, by))),
  fc
    .constantFrom('next', 1, 2, 3, 4, 5, 6)
    .map((to) => move(`escalate ${to}`, (t) => t.do('incident.escalate', { to } as never))),
  fc.tuple(hostile, fc.constantFrom(undefined, 60_000, 600_000), fc.boolean()).map(([text, nextMs, isPublic]) =>
    move(`update ${nextMs} ${isPublic}`, (t) =>
      t.do('incident.update', {
        text,
        ...(nextMs ? { nextMs } : {}),
        audience: isPublic ? 'public' : 'internal',
      }),
    ),
  ),
  person.map((by) => move(`join ${by}`, (t) => t.do('incident.join', {}, by))),
  fc.constant(move('run', (t) => t.do('incident.run', { runbook: 'architect/api-completely-down' }))),
  fc
    .tuple(fc.integer({ min: 1, max: 3 }), fc.boolean())
    .map(([run, began]) =>
      move(`run ${run} ${began}`, (t) =>
        began ? t.told('run.began', { run, runbook: 'a', name: 'A' }) : t.told('run.moved', { run, status: 'done' }),
      ),
    ),
  { weight: 2, arbitrary: fc.constant(move('work', (t) => t.work())) },
  {
    weight: 2,
    arbitrary: fc.tuple(target, fc.boolean()).map(([x, empty]) =>
      move(`accept ${x} ${empty}`, (t) => {
        const waits = t.effects.get(`incident/42/g${t.state.generation}/page/${x}/trigger`)?.status === 'ready';
        if (waits) t.accept(x, empty ? [] : undefined);
      }),
    ),
  },
  target.map((x) =>
    move(`fail ${x}`, (t) => {
      const { generation } = t.state;
      const e = t.effects.get(`incident/42/g${generation}/page/${x}/trigger`);
      if (e?.status !== 'ready') return;
      e.status = 'done';
      t.told('page.failed', { target: x, generation, reason: 'no', permanent: true });
    }),
  ),
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        fc.constantFrom('triggered' as const, 'acknowledged' as const, 'resolved' as const),
        target,
        fc.constantFrom(...PAGERDUTY),
        fc.constantFrom(1, 2),
      )
      .map(([event, x, by, g]) => move(`webhook ${event} ${x} ${by} g${g}`, (t) => t.webhook(event, x, by, g))),
  },
);

interface Story {
  readonly severity: string;
  readonly catalog: Catalog;
  readonly moves: readonly Move[];
}

/** A counterexample reads as what people did. */
const story: fc.Arbitrary<Story> = fc
  .record({
    severity: fc.constantFrom('p1', 'p2', 'p3', 'p4'),
    catalog: fc.constantFrom(...catalogs),
    moves: fc.array(moves, { minLength: 1, maxLength: 25 }),
  })
  .map((s) => ({
    ...s,
    [fc.toStringMethod]: () =>
      [`policy ${catalogs.indexOf(s.catalog)}`, s.severity, ...s.moves.map(([n]) => n)].join(', '),
  }));

function tell(s: Story, cancels: boolean): Play {
  const t = play({ catalog: s.catalog, cancels });
  t.declare(s.severity);
  for (const [, run] of s.moves) run(t);
  return t;
}

/** Of two timers of one moment either may come first, and either may be the one that says what both would. */
const happened = (t: Play) =>
  t.timeline.map(({ event, meta }) => `${meta.at} ${meta.source} ${JSON.stringify(event)}`).sort();

it('cancelling saves work and decides nothing: without it the same things happen', () => {
  fc.assert(
    fc.property(story, (s) => {
      expect(happened(tell(s, false))).toEqual(happened(tell(s, true)));
    }),
    { numRuns: 150 },
  );
});
