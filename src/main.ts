#!/usr/bin/env node
/** argv → role. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { commands } from './app/commands.ts';
import { ConfigError, fullConfig, localConfig } from './app/config/config.ts';
import { DatabaseError, openDatabase, upToDate } from './app/database.ts';
import { lastWords } from './app/last-words.ts';
import { auditVerify } from './app/roles/audit.ts';
import { check } from './app/roles/check.ts';
import type { RoleName } from './app/roles/start.ts';
import { untilTold } from './app/until-told.ts';
import { WorkflowsError } from './app/workflows.ts';
import { EmbeddedPostgresError } from './db/embedded/embedded-postgres.ts';
import { ListenError } from './inbound/http/server.ts';
import { slackManifest } from './inbound/slack/manifest.ts';
import { packageRoot } from './lib/package-root.ts';

function versionOf(): string {
  const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string };
  return version;
}

const program = new Command('tocsin')
  .description('Slack incident bot: paging, escalation, approved runbooks')
  .version(versionOf())
  .showHelpAfterError();
const print = (line: string) => console.log(line);
const portNumber = (text: string): number => {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 65_536;
  if (port > 65_535) throw new InvalidArgumentError('It must be a port number, 0 to 65535.');
  return port;
};

program
  .command('start')
  .description('run the bot, the worker, or both')
  .addOption(new Option('--role <role>', 'which part to run').choices(['bot', 'worker']))
  .action(async ({ role }: { role?: RoleName }) => {
    const { config, secrets } = fullConfig();
    lastWords(config, secrets);
    // From here on: told while it starts, it starts, stops and leaves everything in order.
    const told = untilTold();
    const { run } = await import('./app/roles/start.ts');
    const running = await run(role ?? 'all', config, secrets);
    await told;
    await running.stop();
  });

program
  .command('migrate')
  .description('bring the database to this version')
  .action(async () => {
    const { config, secrets } = localConfig();
    const database = await openDatabase(config.database, secrets);
    try {
      const applied = await upToDate(database);
      print(applied.length > 0 ? `Applied ${applied.join(', ')}.` : 'The database is up to date.');
    } finally {
      await database.stop();
    }
  });

program
  .command('check')
  .description('check the workflows: what does not load, and what would hurt somebody at 03:00 (docs/hazards.md)')
  .argument('[folder]', 'another folder than TOCSIN_WORKFLOWS')
  .option('--strict', 'warnings are errors')
  .option('--sarif', 'as SARIF 2.1.0, for code scanning')
  // A pipeline tells a wrong command from a hazard.
  .exitOverride((e) => process.exit(e.exitCode === 0 ? 0 : 2))
  .action(async (folder: string | undefined, { strict, sarif }: { strict?: boolean; sarif?: boolean }) => {
    const dir = folder ?? localConfig().config.workflows;
    process.exitCode = await check(dir, { print, strict: strict === true, sarif: sarif === true, now: Date.now() });
  });

program
  .command('hazards')
  .description('print what check looks for, and why (docs/hazards.md)')
  .action(async () => {
    const { hazardsPage } = await import('./app/hazards-page.ts');
    print(hazardsPage().trimEnd());
  });

program
  .command('test')
  .description('play the tests beside the runbooks (*.test.yaml) on a simulated cluster and a virtual clock')
  .argument('[only]', 'files and tests with this in their name')
  .option('--folder <folder>', 'another folder than TOCSIN_WORKFLOWS')
  .option('--record', 'write what came as what is expected')
  .action(async (only: string | undefined, { folder, record }: { folder?: string; record?: boolean }) => {
    const { test } = await import('./app/roles/test.ts');
    const dir = folder ?? localConfig().config.workflows;
    process.exitCode = await test({ dir, print, ...(only === undefined ? {} : { only }), record: record === true });
  });

program
  .command('doctor')
  .description('ask Slack, PagerDuty, the cluster, Prometheus, the database and the queue whether all of it will work')
  .option('--json', 'for programs')
  .action(async ({ json }: { json?: boolean }) => {
    const { doctor } = await import('./app/roles/doctor.ts');
    process.exitCode = await doctor({ json: json === true, print });
  });

program
  .command('drift')
  .description(
    'look whether what the runbooks count on is still there: deployments, metrics, addresses, tables, programs',
  )
  .action(async () => {
    const { drift } = await import('./app/roles/drift.ts');
    process.exitCode = await drift({ print });
  });

const audit = program.command('audit').description('the timelines as evidence');
audit
  .command('verify')
  .description('recompute every hash chain: was anything changed, removed or cut off?')
  .action(async () => {
    const { config, secrets } = localConfig();
    process.exitCode = await auditVerify(config, secrets, print);
  });

program
  .command('manifest')
  .description('print the Slack app manifest')
  .option('--url <url>', 'public address of this installation')
  .option('--socket', 'for Socket Mode')
  .action(({ url, socket }: { url?: string; socket?: boolean }) => {
    print(slackManifest({ commands, ...(url ? { url } : {}), ...(socket ? { socketMode: true } : {}) }).trimEnd());
  });

program
  .command('steps')
  .description('print the reference of all step kinds (docs/steps.md)')
  .action(async () => {
    const { stepsPage } = await import('./app/steps-page.ts');
    print(stepsPage().trimEnd());
  });

program
  .command('schema')
  .description('print the JSON Schema of runbooks, for editors (workflows/runbook.schema.json)')
  .action(async () => {
    const { runbookSchema } = await import('./app/runbook-schema.ts');
    print(runbookSchema().trimEnd());
  });

program
  .command('sandbox')
  .description('a simulated Slack, PagerDuty, Kubernetes and Prometheus with the bot in it; no account needed')
  .option('--story [name]', 'play a story unattended and judge it, instead of serving the page')
  .option('--port <port>', 'port of the page', portNumber)
  .option('--host <host>', 'address the page listens on')
  .option('--database <url>', 'a PostgreSQL in which worlds may be made, instead of one of its own')
  .option('--redis <url>', 'a Redis for the queue, instead of PostgreSQL')
  .option('--cadence', 'what recurs falls due as well, at its hour of the day')
  .action(
    async (options: {
      story?: string | boolean;
      port?: number;
      host?: string;
      database?: string;
      redis?: string;
      cadence?: boolean;
    }) => {
      const { sandbox } = await import('./app/roles/sandbox.ts');
      process.exitCode = await sandbox({ ...options, story: options.story ?? false, print });
    },
  );

/** What a person can mend: the text is enough. */
const EXPECTED = [ConfigError, WorkflowsError, EmbeddedPostgresError, DatabaseError, ListenError];

try {
  await program.parseAsync();
  // What was printed into a pipe is still on its way.
  await new Promise((told) => process.stdout.write('', told));
  // pdjs leaves a timer behind an error; a role that has stopped is over.
  process.exit();
} catch (e) {
  console.error(EXPECTED.some((kind) => e instanceof kind) ? (e as Error).message : e);
  process.exit(1);
}
