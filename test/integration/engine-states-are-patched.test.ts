/** A commit sends what changed of a state; what is stored is the whole of it, whatever changed. */
import fc from 'fast-check';
import { createPool, type Pool } from '../../src/db/pool.ts';
import type { Group } from '../../src/engine/group.ts';
import { fresh, type Held, load } from '../../src/engine/loaded.ts';
import { patchOf } from '../../src/engine/patch.ts';
import { write } from '../../src/engine/write.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';

type State = Readonly<Record<string, unknown>>;

let db: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  db = await createDatabase();
  pool = createPool({ url: db.url, max: 1, name: 'test', onError: () => {} });
});
afterAll(async () => {
  await pool.end();
  await db.drop();
});

const key = fc.constantFrom('steps', 'pages', 'status', 'born', "o'clock", '"', 'x.y', '$1');
/** As PostgreSQL keeps it and JSON says it: no NUL, no half of a pair. */
const value = fc.oneof(
  fc.jsonValue({ stringUnit: 'grapheme', maxDepth: 2 }),
  fc.dictionary(key, fc.jsonValue({ stringUnit: 'grapheme', maxDepth: 1 })),
);
const change = fc.oneof(
  fc.record({ at: fc.tuple(key), to: fc.option(value, { nil: undefined }) }),
  fc.record({ at: fc.tuple(key, key), to: fc.option(value, { nil: undefined }) }),
);

/** A new state that shares with the old one whatever was left alone, as those of every decision do. */
function changed(state: State, { at: [outer, inner], to }: { at: string[]; to: unknown }): State {
  if (inner === undefined) return { ...state, [outer!]: to };
  const was = state[outer!];
  const inside = typeof was === 'object' && was !== null && !Array.isArray(was) ? (was as State) : {};
  return { ...state, [outer!]: { ...inside, [inner]: to } };
}

const group = (seen: Held, after: Held): Group => ({
  seen,
  after,
  guard: undefined,
  fixed: ['born'],
  entries: [],
  effects: [],
  cancel: [],
  members: [],
});

let made = 0;

test('what is read back is what was decided, however it came about', async () => {
  const story = fc.array(fc.array(change, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(fc.dictionary(key, value), story, async (first, steps) => {
      made += 1;
      const ref = { kind: 'incident', id: made };
      let held: Held = { ...fresh(ref), state: {} };
      for (const [n, step] of [[], ...steps].entries()) {
        const born = n === 0 ? first : (held.state as State);
        const state = step.filter((c) => c.at[0] !== 'born').reduce(changed, born);
        const after: Held = { ...held, version: held.version + 1, state };
        const written = await write(pool, [group(held, after)], undefined);
        expect(written.held).toEqual(new Set([0]));
        const stored = (await load(pool, [], [ref], [])).aggregates.get(`incident/${made}`);
        expect(stored?.state).toEqual(JSON.parse(JSON.stringify(state)));
        held = after;
      }
    }),
    { numRuns: 150 },
  );
});

test('a step of a long run sends that step', async () => {
  const steps = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`s${n}`, { status: 'done', output: 'x' }]));
  const before = { status: 'running', runbook: { name: 'long' }, steps, touched: ['a'] };
  const after = { ...before, steps: { ...steps, s40: { status: 'running' } }, waiting: undefined };
  expect(patchOf(before, after, ['runbook'])).toEqual({ state: {}, deep: { steps: { s40: { status: 'running' } } } });
  const { touched: _touched, ...less } = after;
  expect(patchOf(before, { ...less, steps: { s1: steps.s1 } }, ['runbook'])).toEqual({
    state: { steps: { s1: steps.s1 } },
    gone: ['touched'],
  });
});
