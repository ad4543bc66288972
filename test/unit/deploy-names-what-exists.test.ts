/** Image, compose file and chart name variables, files, paths and packages; each of them is one that Tocsin has. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { VARIABLES } from '../../src/app/config/environment.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const packageJson = JSON.parse(read('package.json')) as {
  readonly bin: Readonly<Record<string, string>>;
};
const dockerfile = read('Dockerfile').replaceAll('\\\n', ' ');
const lines = (word: string) =>
  [...dockerfile.matchAll(new RegExp(`^${word} (.*)$`, 'gm'))].map((m) => m[1]?.trim() ?? '');
/** What a process of Tocsin answers to; each path stands in a file of its own. */
const server = [
  'src/inbound/http/server.ts',
  'src/inbound/http/pagerduty-webhook.ts',
  'src/inbound/slack/http-receiver.ts',
]
  .map(read)
  .join('\n');
/** Not ours, and known to who reads them. */
const NODES = ['NODE_ENV', 'NODE_EXTRA_CA_CERTS'];
const isVariable = (name: string) => Object.hasOwn(VARIABLES, name) || NODES.includes(name);

describe('variables', () => {
  it('of the image and the compose file are read by somebody', () => {
    const compose = parse(read('docker-compose.yml'), { merge: true }) as {
      services: Record<string, { image: string; environment?: Record<string, string> }>;
    };
    const ours = Object.values(compose.services).filter(({ image }) => image === 'tocsin');
    const named = [
      ...ours.flatMap(({ environment }) => Object.keys(environment ?? {})),
      ...lines('ENV').map((l) => l.split('=')[0] ?? ''),
      ...[...dockerfile.matchAll(/process\.env\.(\w+)/g)].map((m) => m[1] ?? ''),
    ];
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !isVariable(name))).toEqual([]);
  });

  it('of the chart: every one is set by the chart, by values or by the Secret, and none in two ways', () => {
    const pod = read('deploy/helm/tocsin/templates/_pod.tpl');
    const byChart = [...pod.matchAll(/name: ([A-Z][A-Z_]+)\b/g)].map((m) => m[1] ?? '');
    const schema = JSON.parse(read('deploy/helm/tocsin/values.schema.json')) as {
      properties: { config: { properties: Record<string, unknown> } };
    };
    const byValues = Object.keys(schema.properties.config.properties);
    const bySecret = [
      ...['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET'],
      ...['PAGERDUTY_ROUTING_KEY', 'PAGERDUTY_WEBHOOK_SECRET', 'PAGERDUTY_TOKEN'],
      ...['DATABASE_URL', 'REDIS_URL'],
    ];
    // The pod has an address of its own and no database in it, and nobody tests crashes there.
    const notThere = ['HOST', 'TOCSIN_DIR', 'TOCSIN_CRASH_AT'];
    expect(byChart.sort()).toEqual(['PORT', 'TOCSIN_WORKFLOWS']);
    expect([...byChart, ...byValues, ...bySecret, ...notThere].sort()).toEqual(
      [...Object.keys(VARIABLES), 'NODE_EXTRA_CA_CERTS'].sort(),
    );
  });
});

describe('paths that are asked', () => {
  const asked = {
    'the image': [...dockerfile.matchAll(/\$\{process\.env\.PORT \?\? 3000\}(\/\w+)/g)],
    'the chart': ['_role.tpl', 'ingress.yaml', 'monitoring.yaml'].flatMap((file) => [
      ...read(`deploy/helm/tocsin/templates/${file}`).matchAll(/(?:path: |")(\/[a-z/]+)/g),
    ]),
  };
  it.each(Object.entries(asked))('by %s are answered', (_who, found) => {
    const paths = [...new Set(found.map((m) => m[1] ?? ''))];
    expect(paths.length).toBeGreaterThan(0);
    expect(paths.filter((path) => !server.includes(`'${path}'`))).toEqual([]);
  });
});

describe('the image', () => {
  const stages = dockerfile.split(/^FROM /m).slice(1);
  const last = stages.at(-1) ?? '';

  it('copies files that are there and are let in', () => {
    const allowed = read('.dockerignore')
      .split('\n')
      .filter((l) => l.startsWith('!'))
      .map((l) => l.slice(1));
    const copied = lines('COPY')
      .filter((l) => !l.startsWith('--from='))
      .flatMap((l) => l.split(/\s+/).slice(0, -1));
    expect(copied.length).toBeGreaterThan(5);
    expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    expect(copied.filter((path) => !allowed.some((a) => path === a || path.startsWith(`${a}/`)))).toEqual([]);
  });

  it('has what the build needs, and nothing for building in what runs', () => {
    const scripts = (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts;
    expect(scripts.build).toBe('node build.mjs');
    for (const stage of stages) if (/npm ci/.test(stage)) expect(stage).toContain('--ignore-scripts');
    expect(last).not.toMatch(/npm|RUN|package-lock/);
    expect(stages.find((s) => s.startsWith('node') && s.includes('AS dependencies'))).toContain(
      '--omit=dev --omit=optional',
    );
  });

  it('starts what package.json calls tocsin, as a user who is not root', () => {
    expect(lines('ENTRYPOINT').map((l) => JSON.parse(l))).toEqual([['node', packageJson.bin.tocsin]]);
    expect(last).toMatch(/^USER ([1-9]\d*):\1$/m);
    expect(last.indexOf('USER')).toBeGreaterThan(last.lastIndexOf('COPY'));
    expect(last).toMatch(/^HEALTHCHECK /m);
  });

  it('has every package that is imported at run time', () => {
    const files = ['src', 'commands']
      .flatMap((folder) =>
        readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((f) => `${folder}/${f}`),
      )
      // The page is bundled: its packages are in the bundle.
      .filter((f) => /\.tsx?$/.test(f) && !f.startsWith('src/sandbox/page/'));
    expect(files.length).toBeGreaterThan(100);
    const packageOf = (specifier: string) =>
      specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/');
    const asked = files.flatMap((file) =>
      [...read(file).matchAll(/^(?:import|export)\s(?!type\b)[^;]*?from '([^'.][^']*)'|import\('([^'.][^']*)'\)/gm)]
        .map((m) => m[1] ?? m[2] ?? '')
        .filter((s) => !s.startsWith('node:') && !builtinModules.includes(s))
        .map((s) => `${packageOf(s)} in ${file}`),
    );
    expect(asked.length).toBeGreaterThan(20);
    const { packages } = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { dev?: boolean; optional?: boolean; devOptional?: boolean }>;
    };
    const there = (name: string) => {
      const locked = packages[`node_modules/${name}`];
      return locked && !(locked.dev || locked.optional || locked.devOptional);
    };
    expect(asked.filter((a) => !there(a.split(' ')[0] ?? ''))).toEqual([]);
    expect([there('zod'), there('preact'), there('nowhere')]).toEqual([true, false, undefined]);
  });
});
