/** docker-compose.yml is one that Compose takes, starts the sandbox only when it is named, and opens no port to the network. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { need, program, TOOLS } from '../support/test-tools.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');

interface Service {
  readonly image: string;
  readonly profiles?: readonly string[];
  readonly command?: readonly string[];
  readonly ports?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly env_file?: readonly { readonly path: string; readonly required: boolean }[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
  readonly networks?: readonly string[];
  readonly volumes?: readonly string[];
  readonly read_only?: boolean;
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: object;
  readonly networks: object;
}
const compose = parse(text, { merge: true }) as Compose;
const services = Object.entries(compose.services);
/** Without a profile a service is always meant; the sandbox's are only meant with theirs. */
const of = (what: 'production' | 'sandbox') =>
  services.filter(([, s]) => (s.profiles ?? []).includes('sandbox') === (what === 'sandbox'));
const names = (list: typeof services) => list.map(([name]) => name).sort();
const one = (name: string): Service => {
  const found = compose.services[name];
  if (!found) throw new Error(`there is no ${name}`);
  return found;
};

/** In a folder where nothing else is, as on a fresh clone; what it says, or throws with the reason. */
function alone(content: string, run: (dir: string) => ReturnType<typeof spawnSync>): string {
  const dir = mkdtempSync(join(tmpdir(), 'compose-'));
  try {
    writeFileSync(join(dir, 'docker-compose.yml'), content);
    cpSync(join(root, 'Dockerfile'), join(dir, 'Dockerfile'));
    const { status, stdout, stderr } = run(dir);
    if (status !== 0) throw new Error(`${stdout}${stderr}`);
    return String(stdout);
  } finally {
    rmSync(dir, { recursive: true });
  }
}
const env = { PATH: process.env.PATH, HOME: tmpdir() };

const linter = need(
  program(process.execPath, join(TOOLS, 'dclint/bin/dclint.cjs'), '--version'),
  'No Compose schema: npm ci --prefix test/tools brings it.',
);

(linter ? describe : describe.skip)('by the schema of the Compose specification', () => {
  const lint = (content: string) =>
    alone(content, (cwd) =>
      spawnSync(process.execPath, [join(TOOLS, 'dclint/bin/dclint.cjs'), '--quiet', 'docker-compose.yml'], {
        cwd,
        encoding: 'utf8',
        env,
      }),
    );

  it('nothing is wrong with it', () => {
    expect(lint(text).trim()).toBe('');
  });

  it('and something would be found', () => {
    expect(() => lint(text.replace('stop_grace_period:', 'stop_grace:'))).toThrow(/services.*additional/);
    expect(() => lint(text.replace('service_healthy', 'service_well'))).toThrow(/depends_on/);
    expect(() => lint(text.replace('required: false', 'require: false'))).toThrow(/env_file/);
  });
});

/** Compose itself: the plugin, or the last one written in Python, which does not know optional env files yet. */
const tool = program('docker', 'compose', 'version') ? 'docker compose' : program('docker-compose', '--version');
const found = need(
  tool,
  'No Docker Compose: docker-compose.yml is only compared with the schema (Debian: docker-compose).',
);

(found ? describe : describe.skip)('by Compose itself, with no .env', () => {
  const old = found === 'docker-compose';
  const config = (content: string, ...args: string[]) =>
    alone(old ? content.replace(/^ *env_file: .*$/m, '') : content, (cwd) => {
      const [bin, ...first] = (found ?? '').split(' ');
      return spawnSync(bin ?? '', [...first, ...args, 'config'], { cwd, encoding: 'utf8', env });
    });

  it.each([
    ['production', []],
    ['sandbox', ['--profile', 'sandbox']],
  ] as const)('%s is taken', (what, args) => {
    const told = parse(config(text, ...args)) as Compose;
    // The one written in Python tells of all, whatever is meant.
    const meant = old || what === 'sandbox' ? services : of('production');
    expect(names(Object.entries(told.services))).toEqual(names(meant));
    for (const [name, service] of of(what)) {
      expect(told.services[name]).toMatchObject(
        service.command ? { image: service.image, command: service.command } : { image: service.image },
      );
    }
  });

  it('and a slip would be found', () => {
    expect(() => config(text.replace('cap_drop:', 'cap_dropp:'), '--profile', 'sandbox')).toThrow(/cap_dropp/);
    expect(() => config(text.replace('migrate: { cond', 'migrated: { cond'))).toThrow(/migrated/);
  });
});

describe('production and the sandbox', () => {
  it('have nothing in common: trying it out starts no bot that pages anybody', () => {
    expect(names(of('sandbox'))).toEqual(['sandbox', 'sandbox-postgres']);
    expect(names(of('production'))).toEqual(['bot', 'migrate', 'postgres', 'redis', 'worker']);
    for (const [, s] of services) {
      for (const other of Object.keys(s.depends_on ?? {})) expect(one(other).profiles).toEqual(s.profiles);
    }
  });

  it('the sandbox needs nothing to be configured, and production says by itself what is missing', () => {
    // `${X:?}` anywhere, or an .env that must be there, would stop both.
    expect(text).not.toMatch(/\$\{[^}]*\?/);
    for (const [, s] of services) expect((s.env_file ?? []).filter((f) => f.required)).toEqual([]);
    for (const [, s] of of('sandbox')) expect(JSON.stringify(s)).not.toContain('${');
  });

  it('wait for what they need: the database is healthy, then it is migrated, then the rest starts', () => {
    expect(one('migrate').depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
    for (const role of ['bot', 'worker']) {
      expect(one(role).depends_on).toEqual({
        migrate: { condition: 'service_completed_successfully' },
        redis: { condition: 'service_healthy' },
      });
    }
    for (const [name, s] of services) {
      for (const [other, { condition }] of Object.entries(s.depends_on ?? {})) {
        if (condition === 'service_healthy')
          expect([name, one(other).healthcheck?.test]).toEqual([name, expect.anything()]);
      }
    }
  });

  it('a full Redis is an error that is seen, never a job that vanished', () => {
    expect(one('redis').command?.join(' ')).toContain('--maxmemory-policy noeviction');
  });
});

describe('what runs', () => {
  it('is reached from this machine only, and the simulated database from nowhere else', () => {
    for (const [, s] of services) for (const port of s.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
    expect(one('sandbox').ports).toEqual(['127.0.0.1:4004:4004']);
    expect(one('bot').ports).toEqual([`127.0.0.1:3000:${one('bot').environment?.PORT}`]);
    expect(one('sandbox-postgres').networks).toEqual(['sandbox']);
    expect(compose.networks).toEqual({ sandbox: { internal: true } });
  });

  it('is a command of Tocsin, with options it knows', () => {
    const told = new Map<string, string>();
    const help = (...args: string[]) => {
      const key = args.join(' ');
      const main = () =>
        spawnSync(process.execPath, ['dist/src/main.js', ...args, '--help'], { cwd: root, encoding: 'utf8' });
      const text = told.get(key) ?? main().stdout;
      told.set(key, text);
      return text;
    };
    const ours = services.filter(([, s]) => s.image === 'tocsin');
    expect(names(ours)).toEqual(['bot', 'migrate', 'sandbox', 'worker']);
    for (const [name, { command }] of ours) {
      const [verb = '', ...rest] = command ?? [];
      expect([name, help()]).toEqual([name, expect.stringMatching(new RegExp(`^ +${verb}\\b`, 'm'))]);
      for (const option of rest.filter((word) => word.startsWith('--'))) {
        expect([name, help(verb)]).toEqual([name, expect.stringContaining(` ${option} `)]);
      }
    }
  });

  it('has a file system that nobody writes on', () => {
    for (const [name, s] of services) {
      if (s.image === 'tocsin') expect([name, s.read_only]).toEqual([name, true]);
    }
  });
});
