/** Every kind that changes something is planned, with each of its examples, and the whole outside is as it was before. */
import { Redis } from 'ioredis';
import type { ChangeKind, StepPorts } from '../../src/domain/runbook/step-kind.ts';
import { STEP_KINDS } from '../../src/domain/runbook/steps/index.ts';
import { openSimulatedData, type SimulatedData } from '../support/simulated-data.ts';
import { type Programs, RELEASES, simulatedPrograms } from '../support/simulated-programs.ts';
import { type StepWorld, startStepWorld } from './support/step-world.ts';

let w: StepWorld;
let data: SimulatedData;
let programs: Programs;
let ports: StepPorts;
let redis: Redis | undefined;
beforeAll(async () => {
  w = await startStepWorld('tocsin-wide');
  data = await openSimulatedData();
  programs = simulatedPrograms();
  ports = { ...w.ports, ...data, commands: programs.commands };
  w.sim.world.someoneElse.cordons('node-b');
  if (data.redisUrl === undefined) return;
  redis = new Redis(data.redisUrl);
  await redis.set('user:1', 'Ada');
});
afterAll(async () => {
  redis?.disconnect();
  await data.close();
  await w.close();
});

async function outside() {
  const { ledger } = w;
  return {
    cluster: w.sim.world.mutations().length,
    // A dry run and the question whether one may are asked like changes, and are none.
    others: ledger.entries.filter(
      (e) => e.method !== 'GET' && e.query.dryRun !== 'All' && !e.path.endsWith('/selfsubjectaccessreviews'),
    ).length,
    releases: programs.releases(),
    units: programs.units(),
    objects: programs.awsCalls().filter(([, verb = '']) => !/^(get|list|head|describe)-/.test(verb)),
    tables: await Promise.all(['users', 'settings', 'canary'].map((t) => data.query(`select * from ${t} order by 1`))),
    keys: await redis?.keys('*'),
    settings: await redis?.config('GET', '*'),
    // What another program does is its own affair: only that it was started is known.
    changed: programs.echoed().filter(([first]) => first === 'restart'),
  };
}

const here = (kind: { name: string }) => process.env.TOCSIN_TEST_REDIS || !kind.name.startsWith('redis.');
const plans = STEP_KINDS.filter((k): k is ChangeKind => k.mutates && Boolean(here(k))).flatMap((kind) =>
  kind.examples.map((e) => [`${kind.name}: ${e.means}`, kind, e.params] as const),
);

/** What must be there for an example to be planned at all. */
const needs: Readonly<Record<string, () => void>> = {
  'aws.wafUnblock': () => {
    const { ipSets, ...rest } = programs.buckets.account();
    programs.buckets.setAccount({ ...rest, ipSets: ipSets.map((s) => ({ ...s, Addresses: ['203.0.113.7/32'] })) });
  },
  'helm.uninstall': () => {
    const [release] = RELEASES['smartcloudops-dr/smartcloudops-ai-old'] ?? [];
    if (release) programs.setReleases({ 'smartcloudops-dr/smartcloudops-ai-dr': [release] });
  },
};

it.each(plans)('%s', async (_, kind, params) => {
  needs[kind.name]?.();
  const before = await outside();
  const planned = await kind.plan(params, ports, { now: w.clock.now(), key: 'run/7/1/plan/1' });
  expect(planned).not.toHaveProperty('refused');
  expect(await outside()).toEqual(before);
});

it('would see a change, if a plan made one', async () => {
  const before = await outside();
  const noted = STEP_KINDS.find((k) => k.name === 'command.run') as ChangeKind;
  const [example] = noted.examples;
  const context = { now: w.clock.now(), key: 'run/7/1/plan/1' };
  const planned = await noted.plan(example?.params ?? {}, ports, context);
  if ('refused' in planned) throw new Error(planned.refused);
  const about = { run: 7, step: '1', attempt: 1, kind: noted.name, params: example?.params ?? {} };
  await noted.execute({ ...about, runbook: 'x', requester: 'ada', ...planned }, ports, { key: 'k', late: false });
  expect(await outside()).not.toEqual(before);
});
