/** Programs for steps to start: a helm whose releases stand in a file, and small ones that only say something. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OperatorCommands } from '../../src/adapters/command/operator-commands.ts';
import { ProcessCommand } from '../../src/adapters/command/process-command.ts';
import { argvOf } from '../../src/domain/command/argv.ts';
import { readCommands } from '../../src/domain/command/read.ts';
import { type FileIssue, openSource } from '../../src/lib/yaml/source.ts';
import { type Buckets, simulatedAws } from './simulated-aws.ts';

export interface Release {
  readonly revision: number;
  readonly status: string;
  readonly chart: string;
  readonly app_version: string;
  readonly updated: string;
}
type Releases = Record<string, Release[]>;

/** As helm 3 answers: exit codes, words on stderr, JSON where it was asked for. */
const HELM = `#!${process.execPath}
const fs = require('node:fs');
const path = require('node:path');
const file = path.join(path.dirname(fs.realpathSync(process.argv[1])), 'releases.json');
const all = JSON.parse(fs.readFileSync(file, 'utf8'));
const [verb, name, ...rest] = process.argv.slice(2);
fs.appendFileSync(file + '.calls', JSON.stringify(process.argv.slice(2)) + '\\n');
const at = (flag) => rest[rest.indexOf(flag) + 1];
const key = at('--namespace') + '/' + name;
const die = (text) => { process.stderr.write('Error: ' + text + '\\n'); process.exit(1); };
const of = all[key];
const add = (r) => {
  const list = (all[key] ??= []);
  for (const x of list) if (x.status === 'deployed') x.status = 'superseded';
  list.push({ revision: list.length + 1, status: 'deployed', updated: '2026-11-26T01:00:00Z', ...r });
  fs.writeFileSync(file, JSON.stringify(all));
};
const tag = rest.map((a) => /^image\\.tag=(.*)$/.exec(a)?.[1]).find(Boolean);
if (verb === 'version') console.log('v3.16.2');
else if (verb === 'history') of ? console.log(JSON.stringify(of)) : die('release: not found');
else if (verb === 'test') of ? console.log('TEST SUITE: ' + name + '\\nPhase: Succeeded') : die('release: not found');
else if (verb === 'rollback') {
  const to = of?.find((r) => r.revision === Number(rest[0]));
  if (!to) die('release has no ' + rest[0] + ' version');
  add({ chart: to.chart, app_version: to.app_version });
  console.log('Rollback was a success! Happy Helming!');
} else if (verb === 'upgrade') {
  if (!of) die('"' + name + '" has no deployed releases');
  add({ chart: of.at(-1).chart, app_version: tag ?? of.at(-1).app_version });
  console.log('Release "' + name + '" has been upgraded. Happy Helming!');
} else if (verb === 'install') {
  if (of) die('cannot re-use a name that is still in use');
  add({ chart: path.basename(rest[0]), app_version: tag ?? '1.0.0' });
  console.log('NAME: ' + name);
} else if (verb === 'uninstall') {
  if (!of) die('release: not found');
  of.at(-1).status = 'uninstalled';
  fs.writeFileSync(file, JSON.stringify(all));
  console.log('release "' + name + '" uninstalled');
} else die('unknown command "' + verb + '" for "helm"');
`;

/** As systemctl answers: `show` knows no errors, a service that does not come up ends with 1. Units stand in a file. */
const SYSTEMCTL = `#!${process.execPath}
const fs = require('node:fs');
const path = require('node:path');
const file = path.join(path.dirname(fs.realpathSync(process.argv[1])), 'units.json');
const all = JSON.parse(fs.readFileSync(file, 'utf8'));
const [verb, ...rest] = process.argv.slice(2);
const unit = rest.at(-1);
const is = all[unit];
if (verb === 'show') {
  console.log(['LoadState=' + (is ? 'loaded' : 'not-found'), 'ActiveState=' + (is?.active ?? 'inactive'),
    'SubState=' + (is?.sub ?? 'dead'), 'InvocationID=' + (is?.invocation ?? '')].join('\\n'));
} else if (verb === 'restart' && is) {
  const ends = is.becomes ?? { active: 'active', sub: 'running' };
  all[unit] = { ...is, ...ends, invocation: String(Number(is.invocation) + 1) };
  fs.writeFileSync(file, JSON.stringify(all));
  if (is.fails) {
    process.stderr.write('Job for ' + unit + ' failed because the control process exited with error code.\\n');
    process.exitCode = 1;
  }
} else {
  process.stderr.write('Failed to restart ' + unit + ': Unit ' + unit + ' not found.\\n');
  process.exitCode = 5;
}
`;

/** A service as systemd knows it, and what becomes of it when it is restarted. */
export interface Unit {
  readonly active: string;
  readonly sub: string;
  readonly invocation: string;
  readonly becomes?: { readonly active: string; readonly sub: string };
  readonly fails?: boolean;
}
type Units = Record<string, Unit>;

/** Says its arguments and its environment; ends as its first argument says. */
const ECHO = `#!${process.execPath}
const [how, ...rest] = process.argv.slice(2);
require('node:fs').appendFileSync(require('node:fs').realpathSync(process.argv[1]) + '.calls', JSON.stringify([how, ...rest]) + '\\n');
if (how === 'sleep') { require('node:child_process').spawn('/bin/sleep', ['600'], { stdio: 'inherit' }); setInterval(() => {}, 1e6); }
else if (how === 'flood') { for (let i = 0; i < 20000; i++) console.log('line ' + i); }
else { console.log(JSON.stringify({ args: [how, ...rest], env: process.env, cwd: process.cwd() })); process.exitCode = how === 'fail' ? 3 : 0; }
`;

export interface Programs {
  readonly commands: OperatorCommands;
  readonly dir: string;
  readonly buckets: Buckets;
  releases(): Releases;
  setReleases(all: Releases): void;
  units(): Units;
  setUnits(all: Units): void;
  /** Arguments helm was started with, oldest first. */
  helmCalls(): readonly string[][];
  /** The same of aws. */
  awsCalls(): readonly string[][];
  /** The same of the program that only says something. */
  echoed(): readonly string[][];
}

const release = (revision: number, status: string, app: string): Release => ({
  ...{ revision, status, chart: 'smartcloudops-ai-1.2.0', app_version: app, updated: '2026-11-25T10:00:00Z' },
});

export const RELEASES: Releases = {
  'smartcloudops/smartcloudops-ai': [
    release(1, 'superseded', 'v1.0.0'),
    release(2, 'superseded', 'v1.0.1'),
    release(3, 'deployed', 'v1.0.2'),
  ],
  'smartcloudops/smartcloudops-ai-staging': [release(1, 'deployed', 'v1.0.2')],
  'smartcloudops-dr/smartcloudops-ai-old': [release(1, 'deployed', 'v1.0.2')],
};

/** What a program wrote down when it was started, oldest first; none before its first time. */
function calls(of: string): string[][] {
  if (!existsSync(`${of}.calls`)) return [];
  const lines = readFileSync(`${of}.calls`, 'utf8').split('\n').filter(Boolean);
  return lines.map((l) => JSON.parse(l) as string[]);
}

export function simulatedPrograms(more = ''): Programs {
  const dir = mkdtempSync(join(tmpdir(), 'programs-'));
  const program = (name: string, text: string) => {
    writeFileSync(join(dir, name), text);
    chmodSync(join(dir, name), 0o755);
    return join(dir, name);
  };
  const helm = program('helm', HELM);
  const echo = program('echo', ECHO);
  const file = join(dir, 'releases.json');
  const setReleases = (all: Releases) => writeFileSync(file, JSON.stringify(all));
  setReleases(structuredClone(RELEASES));
  const systemctl = program('systemctl', SYSTEMCTL);
  const unitFile = join(dir, 'units.json');
  const setUnits = (all: Units) => writeFileSync(unitFile, JSON.stringify(all));
  setUnits({ 'ai-cost-dashboard.service': { active: 'active', sub: 'running', invocation: '1' } });
  const buckets = simulatedAws(dir);
  const yaml = `binaries: { helm: ${helm}, systemctl: ${systemctl}, aws: ${buckets.file}, database-backup: ${echo}, database-restore: ${echo}, container-copy: ${echo} }
commands:
  disk-free: { does: Free space, run: [${echo}, df], effect: read }
  restart-unit:
    does: Restart a unit
    run: [${echo}, restart, "\${{ unit }}"]
    arguments: { unit: { pattern: "[a-z0-9-]{1,40}\\\\.service" } }
    effect: change
    before: disk-free
${more.replaceAll('ECHO', echo)}`;
  const issues: FileIssue[] = [];
  const source = openSource('org/commands.yaml', yaml, issues);
  const programs = source && readCommands(source);
  if (!programs || issues.length > 0) throw new Error(JSON.stringify(issues));
  const list = {
    ...programs,
    argv(name: string, given: Readonly<Record<string, unknown>>) {
      const d = programs.commands[name];
      return d ? argvOf(d, given) : { refused: 'none' };
    },
  };
  const run = new ProcessCommand({ secret: (name) => (name === 'TOKEN' ? 's3cret' : undefined) });
  return {
    dir,
    buckets,
    commands: new OperatorCommands(() => list, run),
    releases: () => JSON.parse(readFileSync(file, 'utf8')) as Releases,
    setReleases,
    units: () => JSON.parse(readFileSync(unitFile, 'utf8')) as Units,
    setUnits,
    helmCalls: () => calls(file),
    awsCalls: () => calls(join(dir, 'aws')),
    echoed: () => calls(echo),
  };
}
