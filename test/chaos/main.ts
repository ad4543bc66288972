/** `npm run chaos`: breaks Tocsin on purpose and judges it from outside. See docs/reliability.md. */
import { Command, Option } from 'commander';
import type { Backend } from './lane.ts';
import { type PlantResult, plantAll } from './plant-all.ts';
import { copyProduct } from './product-copy.ts';
import {
  commit,
  published,
  publishPlanted,
  publishRecoveries,
  publishSchedules,
  publishSweep,
  report,
} from './publish.ts';
import { recoverAll } from './recovery/run-all.ts';
import { scenarios } from './scenarios/index.ts';
import { quantile } from './schedule/counts.ts';
import { makeSchedule } from './schedule/make.ts';
import { runAll } from './schedule/run-all.ts';
import { tellSchedule } from './schedule/schedule.ts';
import { sweepAll } from './sweep-all.ts';

const tell = (line: string) => void process.stdout.write(`${line}\n`);
const backend = () =>
  new Option('--backend <name>', 'what rings the doorbell').choices(['postgres', 'redis']).default('postgres');
const publishing = () => new Option('--publish', 'add what was measured to RELIABILITY.json');
const whole = (v: string) => {
  if (!/^\d+$/.test(v)) throw new Error(`${v} is not a whole number`);
  return Number(v);
};

interface SweepAsked {
  readonly backend: Backend;
  readonly scenario?: string[];
  readonly every: number;
  readonly at?: string;
  readonly minutes?: number;
  readonly resume?: true;
  readonly lanes: number;
  readonly publish?: true;
}

const program = new Command('chaos');

program
  .command('sweep')
  .description('play each scenario once per crash point and way to fail there')
  .addOption(backend())
  .option('--scenario <name...>', `of ${scenarios.map((s) => s.name).join(', ')}`)
  .option('--every <n>', 'only every n-th crash point', whole, 1)
  .addOption(publishing())
  .option('--at <text>', 'only crash points whose name contains this')
  .option('--minutes <n>', 'begin none after this long', whole)
  .option('--resume', 'go on with what is left of a sweep that was published')
  .option('--lanes <n>', 'worlds side by side', whole, 2)
  .action(async (o: SweepAsked) => {
    const left = new Map(
      o.resume
        ? published().sweeps.flatMap((s) => (s.backend === o.backend ? [[s.scenario, s.left] as const] : []))
        : [],
    );
    const chosen = scenarios.filter(
      (s) => (o.scenario === undefined || o.scenario.includes(s.name)) && left.get(s.name)?.length !== 0,
    );
    const copy = await copyProduct();
    const result = await sweepAll({ ...o, left, root: copy.root, scenarios: chosen, tell }).finally(copy.remove);
    for (const [scenario, swept] of Object.entries(result.scenarios)) {
      const violations = result.failures.filter((f) => f.scenario === scenario).length;
      const measured = { commit: commit(), backend: o.backend, scenario, every: o.every, ...swept, violations };
      if (o.publish) publishSweep(measured, left.has(scenario));
      tell(JSON.stringify({ ...measured, left: swept.left.length, unmet: swept.unmet.length }));
    }
    for (const f of result.failures) {
      tell(`\n${f.scenario}, ${f.aim}, again ${f.again}`);
      for (const b of f.breaches) tell(`  ${b.invariant} ${b.what}`);
      for (const l of f.logs) tell(`    ${l.slice(0, 400)}`);
    }
    process.exitCode = result.failures.length > 0 ? 1 : 0;
  });

program
  .command('run', { isDefault: true })
  .description('play seeded schedules of what people do and what breaks meanwhile')
  .addOption(backend())
  .option('--seed <n>', 'the first seed', whole, 1)
  .option('--schedules <n>', 'how many', whole, 10)
  .option('--lanes <n>', 'worlds side by side', whole, 2)
  .option('--shrink', 'make what fails small')
  .addOption(publishing())
  .option('--show', 'print the schedules instead of playing them')
  .action(
    async (o: {
      backend: Backend;
      seed: number;
      schedules: number;
      lanes: number;
      shrink?: true;
      show?: true;
      publish?: true;
    }) => {
      if (o.show) {
        for (let n = 0; n < o.schedules; n++)
          tell(`seed ${o.seed + n}\n${tellSchedule(makeSchedule(o.seed + n, o.backend))}\n`);
        return;
      }
      const copy = await copyProduct();
      const { counts, failures, played, seconds } = await runAll({ ...o, root: copy.root, tell }).finally(copy.remove);
      if (o.publish) {
        const seeds = [o.seed, o.seed + played - 1] as const;
        publishSchedules({
          commit: commit(),
          backend: o.backend,
          seconds,
          seeds,
          violations: failures.length,
          ...counts,
        });
      }
      const { lateness, answers, ...sums } = counts;
      const late = [0.5, 0.99, 1].map((q) => quantile(lateness, q));
      const answered = [0.5, 0.99, 1].map((q) => quantile(answers, q));
      tell(
        JSON.stringify(
          { backend: o.backend, played, seconds, ...sums, late, answered, failures: failures.length },
          null,
          2,
        ),
      );
      for (const f of failures) {
        tell(`\nseed ${f.seed}, again ${f.again}\n${f.schedule}`);
        for (const b of f.breaches) tell(`  ${b.invariant} ${b.what}`);
        for (const l of f.logs) tell(`    ${l.slice(0, 500)}`);
      }
      process.exitCode = failures.length > 0 ? 1 : 0;
    },
  );

program
  .command('planted')
  .description('plant bugs in a copy of the product, and see that each is seen')
  .addOption(backend())
  .option('--seed <n>', 'the first seed', whole, 1)
  .option('--only <name...>', 'these bugs only')
  .addOption(publishing())
  .option('--lanes <n>', 'worlds side by side', whole, 2)
  .action(async (o: { backend: Backend; seed: number; only?: string[]; lanes: number; publish?: true }) => {
    const seen = (bug: PlantResult) => {
      if (o.publish) publishPlanted({ commit: commit(), backend: o.backend, bugs: [bug] });
    };
    const results = await plantAll({ ...o, tell, seen });
    process.exitCode = results.every((r) => r.caughtAfter !== null) ? 0 : 1;
  });

program
  .command('recovery')
  .description('break one thing after the other, and count how long people and pages wait')
  .addOption(backend())
  .option('--times <n>', 'how often each', whole, 5)
  .option('--only <text>', 'those whose goal or name contains this')
  .addOption(publishing())
  .action(async (o: { backend: Backend; times: number; only?: string; publish?: true }) => {
    const copy = await copyProduct();
    const results = await recoverAll({ ...o, root: copy.root, tell }).finally(copy.remove);
    if (o.publish) publishRecoveries({ commit: commit(), backend: o.backend, results });
    const held = results.every((r) => r.breaches.length === 0 && Math.max(...r.times) <= r.within);
    process.exitCode = held ? 0 : 1;
  });

program.command('report').description('write the figures into docs/reliability.md').action(report);

await program.parseAsync();
process.exit();
