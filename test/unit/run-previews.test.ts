/** `/runbook plan` of every runbook that ships: it comes to an end by itself, carries nothing out, and leaves nothing to approve. */

import { createHandlers } from '../../src/app/handlers.ts';
import { givenPorts } from '../../src/app/runbook-test/given/ports.ts';
import { PaperEngine } from '../../src/app/runbook-test/paper-engine.ts';
import { given } from '../../src/app/runbook-test/test-file.ts';
import { compileFolder } from '../../src/app/workflows.ts';
import type { Catalog } from '../../src/domain/catalog/model.ts';
import { runAggregate } from '../../src/domain/runbook/decide.ts';
import type { Run, RunbookInput } from '../../src/domain/runbook/model.ts';
import { boundedLines } from '../../src/domain/runbook/output.ts';
import { previewOf } from '../../src/domain/runbook/preview.ts';
import type { AnyAggregate } from '../../src/engine/group.ts';
import { plain } from '../../src/lib/text.ts';
import { WorldClock } from '../../src/sandbox/http/world-clock.ts';
import { runCard } from '../../src/views/run-card.ts';
import { words } from '../support/read-view.ts';

const { catalog: bundled } = await compileFolder('workflows');
if (!bundled) throw new Error('the bundled workflows do not load');
const catalog: Catalog = bundled;
const aggregates = [runAggregate] as unknown as readonly AnyAggregate<Catalog>[];
/** One of these is what every input of theirs takes. */
const WORDS = [
  'a',
  '1.2.3',
  'v42',
  '2026-11-27',
  'cost_agent-1.dump',
  'v1.0.1',
  'smartcloudops/1.dump',
  'architect/1.dump',
  'a'.repeat(64),
  'abcdef0',
  '10.0.0.1',
];
function some({ type, choices, min, pattern }: RunbookInput): string {
  const fits = WORDS.find((w) => pattern === undefined || new RegExp(`^(?:${pattern})$`, 'u').test(w));
  return String(choices?.[0] ?? (type === 'integer' ? (min ?? 1) : type === 'boolean' ? true : fits));
}

async function previewed(id: string, groups: readonly string[] = ['sre', 'responders', 'leads']) {
  const clock = new WorldClock();
  clock.stand(Date.UTC(2026, 10, 27, 12));
  const outside = await givenPorts(given.parse({}), clock, catalog);
  const handlers = createHandlers({
    ports: outside.ports,
    catalog: () => catalog,
    runsOn: async () => [],
    inNameOf: () => ({}),
  });
  const engine = new PaperEngine({ aggregates, catalog, handlers, now: () => clock.now() });
  const runbook = catalog.runbooks.find((r) => r.id === id)!;
  const inputs = Object.fromEntries(
    runbook.inputs.filter((i) => i.default === undefined).map((i) => [i.name, some(i)]),
  );
  const { answer } = engine.feed({
    type: 'run.ask',
    to: { kind: 'run', id: 'new' },
    key: 'asked',
    actor: 'slack:U0ADA',
    source: 'slack',
    data: { runbook: id, inputs, channel: 'C1', preview: true, person: 'ada', groups },
  });
  const done: string[] = [];
  for (let n = 0; n < 2_000; n++) {
    const due = engine.due;
    if (due === undefined) break;
    clock.advance(Math.max(0, due - clock.now()));
    done.push((await engine.work()) ?? '');
  }
  await outside.close();
  const [run, ...below] = engine.all<Run>('run');
  return { answer, done, run, below, runbook };
}

const changing = catalog.runbooks.filter((r) => previewOf(r, catalog.runbooks).steps.length > 0);
const looking = catalog.runbooks.filter((r) => previewOf(r, catalog.runbooks).steps.length === 0);

test('some runbooks change something, and some only look', () => {
  expect(changing.length).toBeGreaterThan(30);
  expect(looking.length).toBeGreaterThan(5);
});

test.each(changing.map((r) => [r.id] as const))('%s', async (id) => {
  const { answer, done, run, below, runbook } = await previewed(id);
  expect(answer?.code).toBe('run-asked');
  expect(run?.failure).toBeUndefined();
  expect(run).toMatchObject({ status: 'done', preview: true });
  expect(done.filter((kind) => !['step.plan', 'chat.run', 'chat.run-line', 'input'].includes(kind))).toEqual([]);
  expect(run?.lock).toBeUndefined();
  expect(below.filter((r) => !r.preview || r.lock !== undefined || !['done', 'failed'].includes(r.status))).toEqual([]);
  const states = Object.values(run?.steps ?? {});
  expect(states.length).toBe(previewOf(runbook, catalog.runbooks).steps.length);
  expect(states.filter((s) => s.approval || !['done', 'failed'].includes(s.status))).toEqual([]);
  const card = words(runCard(run!, catalog.people));
  expect(card).toContain(`Plan of ${runbook.name}`);
  expect(card).toContain('Nothing was changed');
  for (const { preview, lines } of states)
    if (preview) expect(lines).toEqual(boundedLines([JSON.parse(preview.plan).summary]));
});

test.each([
  ['cost-agent/monthly-checks', 1],
  ['smartcloudops/application-down', 1],
  ['smartcloudops/high-error-rate', 1],
])('%s changes something by the runbooks it runs, and each is planned', async (id, least) => {
  const { run, below } = await previewed(id);
  expect(run?.status).toBe('done');
  expect(below.length).toBeGreaterThanOrEqual(least);
  expect(below.every((r) => r.runbook.name.startsWith('Plan of ') && r.within !== undefined)).toBe(true);
});

test('what hangs on an earlier step is said to be planned when it is reached', async () => {
  const { run, below } = await previewed('ai-cost-dashboard/high-error-rate');
  expect(run?.status).toBe('done');
  expect(below).toEqual([]);
  const card = words(runCard(run!, catalog.people));
  expect(card).toMatch(/“A release of late”.*: planned when it is reached: .*good/);
});

test('one that only looks is not planned, and who may not start runbooks may not plan them', async () => {
  const only = await previewed(looking[0]!.id);
  expect(only.answer?.code).toBe('refused.changes-nothing');
  expect(only.run).toBeUndefined();
  const stranger = await previewed(changing[0]!.id, []);
  expect(stranger.answer?.code).toBe('refused.not-permitted');
  expect(plain(stranger.answer!.text)).toContain('ask one of them');
});
