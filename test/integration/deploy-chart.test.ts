/** The Helm chart gives objects that a cluster takes, safe ones, and says at once what is wrong with its values. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHART, helm, type Manifest, render, VALUES } from '../support/chart.ts';
import { typeProblems } from '../support/manifest-types.ts';
import { findHelm, need } from '../support/test-tools.ts';

const bin = need(
  findHelm(),
  'No helm: the chart is not rendered here (npm ci --prefix test/tools brings one for Linux).',
);
const rendered = bin ? describe : describe.skip;
const chart = (values?: object, release?: string) => render(bin ?? '', values, release);

interface Container {
  readonly args: readonly string[];
  readonly image: string;
  readonly securityContext: object;
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly [probe: `${string}Probe`]: { readonly httpGet: { readonly path: string; readonly port: string } };
}
interface Pod {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly spec: Readonly<Record<string, unknown>> & { readonly containers: readonly Container[] };
}

const of = (objects: readonly Manifest[], kind: string, name?: string) =>
  objects.filter((o) => o.kind === kind && (name === undefined || o.metadata.name === name));
const one = <T = Record<string, never>>(objects: readonly Manifest[], kind: string, name?: string) => {
  const [first, ...more] = of(objects, kind, name);
  if (!first || more.length > 0) throw new Error(`${more.length + (first ? 1 : 0)} of ${kind} ${name ?? ''}`);
  return first as unknown as Manifest & { readonly spec: T };
};
const pods = (objects: readonly Manifest[]): Pod[] =>
  objects.flatMap((o) => {
    const spec = o.spec as { template?: Pod } | undefined;
    return spec?.template ? [spec.template] : [];
  });

rendered('every object is one of its published schema', () => {
  it.each(Object.entries(VALUES))('%s', (_what, values) => {
    const objects = chart(values);
    expect(objects.length).toBeGreaterThanOrEqual(8);
    expect(typeProblems(objects)).toEqual([]);
  });

  it('and an unknown field, a missing one, a wrong value or an unknown kind would be noticed', () => {
    const objects = chart(VALUES['everything on']);
    const planted = [
      ['Deployment', 'tocsin-bot', '"enableServiceLinks"', '"enableServiceLink"', `'"enableServiceLink"'`],
      ['Deployment', 'tocsin-bot', '"readinessProbe":{', '"readinessProbe":{"period":5,', `'"period"'`],
      ['Deployment', 'tocsin-worker', '"name":"tocsin","args"', '"args"', `'"name"'`],
      ['Deployment', 'tocsin-worker', '"Always"', '"Sometimes"', `'"Sometimes"'`],
      ['ServiceMonitor', 'tocsin', '"interval"', '"intervall"', `'"intervall"'`],
      ['PrometheusRule', 'tocsin', '"expr"', '"expression"', `'"expression"'`],
      ['Service', 'tocsin', '"kind":"Service"', '"kind":"Servise"', `'kubernetes-models/v1/Servise'`],
    ] as const;
    const spoilt = planted.map(([kind, name, right, wrong]) => {
      const text = JSON.stringify(one(objects, kind, name));
      expect(text).toContain(right);
      return JSON.parse(text.replace(right, wrong)) as Manifest;
    });
    const found = typeProblems(spoilt);
    expect(planted.filter(([, , , , named]) => !found.some((line) => line.includes(named)))).toEqual([]);
    expect(found).toHaveLength(planted.length);
  });
});

rendered('what runs', () => {
  const all = () => Object.values(VALUES).flatMap((values) => pods(chart(values)));

  it('has no right it does not need: nobody’s account, nothing to write on, no capability', () => {
    for (const { spec } of all()) {
      expect(spec.securityContext).toEqual({
        runAsNonRoot: true,
        runAsUser: 1000,
        runAsGroup: 1000,
        fsGroup: 1000,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      expect(spec.containers).toHaveLength(1);
      for (const { securityContext } of spec.containers) {
        expect(securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          privileged: false,
          capabilities: { drop: ['ALL'] },
        });
      }
      for (const shared of ['hostNetwork', 'hostPID', 'hostIPC']) expect(spec).not.toHaveProperty(shared);
      expect(JSON.stringify(spec)).not.toContain('hostPath');
    }
  });

  it('only the worker may speak to the cluster', () => {
    for (const { metadata, spec } of all()) {
      const worker = metadata.labels['app.kubernetes.io/component'] === 'worker';
      expect(spec.serviceAccountName).toBe(worker ? 'tocsin' : undefined);
      expect(spec.automountServiceAccountToken).toBe(worker ? undefined : false);
    }
  });

  it('is given longer to stop than it needs', () => {
    for (const { spec } of all()) {
      if (spec.restartPolicy === 'Never') continue;
      const { lifecycle } = spec.containers[0] as unknown as {
        lifecycle?: { preStop: { sleep: { seconds: number } } };
      };
      const left = Number(spec.terminationGracePeriodSeconds) - (lifecycle?.preStop.sleep.seconds ?? 0);
      expect(left).toBeGreaterThan(10);
    }
  });

  it('is asked whether it lives and whether it is ready where it answers that', () => {
    for (const { spec } of all()) {
      for (const c of spec.containers.filter(({ args }) => args[0] === 'start')) {
        expect(c.startupProbe?.httpGet).toEqual({ path: '/healthz', port: 'http' });
        expect(c.livenessProbe?.httpGet).toEqual({ path: '/healthz', port: 'http' });
        expect(c.readinessProbe?.httpGet).toEqual({ path: '/readyz', port: 'http' });
        expect(c).toMatchObject({ ports: [{ name: 'http', containerPort: Number(c.env[0]?.value) }] });
        expect(c.env[0]).toEqual({ name: 'PORT', value: '3000' });
      }
    }
  });

  it('migrates before anything of the new version starts, once, with a login of its own if there is one', () => {
    const job = one<{ template: Pod }>(chart(VALUES['everything on']), 'Job');
    expect(job.metadata.annotations).toMatchObject({ 'helm.sh/hook': 'pre-install,pre-upgrade' });
    expect(job.spec.template.spec.containers[0]).toMatchObject({
      args: ['migrate'],
      envFrom: [{ secretRef: { name: 'tocsin-owner' } }],
    });
    // Before the first install there is nothing of the chart yet that it could lean on.
    expect(job.spec.template.spec).not.toHaveProperty('serviceAccountName');
  });

  it('knows secrets only by the name of a Secret', () => {
    for (const values of Object.values(VALUES)) {
      const objects = chart(values);
      expect(of(objects, 'Secret')).toEqual([]);
      expect(JSON.stringify(objects)).not.toMatch(/secretKeyRef|xox[bp]-|xapp-|postgres:\/\//);
    }
  });
});

rendered('what may come in', () => {
  const paths = (values: object) => {
    const { rules } = one<{ rules: { http: { paths: { path: string; pathType: string }[] } }[] }>(
      chart(values),
      'Ingress',
    ).spec;
    return rules.flatMap(({ http }) => http.paths.map(({ path, pathType }) => `${pathType} ${path}`));
  };

  it('from outside: exactly the two doors, and in Socket Mode one; never health or metrics', () => {
    expect(paths(VALUES['everything on'] ?? {})).toEqual(['Exact /pagerduty/webhook', 'Exact /slack/events']);
    expect(paths(VALUES['Socket Mode, one of each, no policies'] ?? {})).toEqual(['Exact /pagerduty/webhook']);
  });

  it('inside: to the bot from those named, to /metrics from monitoring, to the migration from nobody', () => {
    type Policy = { ingress: { from?: object[] }[]; policyTypes: string[] };
    const objects = chart(VALUES['everything on']);
    const ingress = (name: string) => one<Policy>(objects, 'NetworkPolicy', `tocsin-${name}`).spec.ingress;
    expect(ingress('bot').map(({ from }) => JSON.stringify(from))).toEqual([
      expect.stringContaining('ingress-nginx'),
      expect.stringContaining('monitoring'),
    ]);
    expect(ingress('worker').map(({ from }) => JSON.stringify(from))).toEqual([expect.stringContaining('monitoring')]);
    expect(ingress('migrate')).toEqual([]);
    const nobody = chart(VALUES['two namespaces, one of them only to look at']);
    expect(one<Policy>(nobody, 'NetworkPolicy', 'tocsin-worker').spec.ingress).toEqual([]);
    for (const { spec } of of(nobody, 'NetworkPolicy') as unknown as { spec: Policy }[]) {
      expect(spec.policyTypes).toEqual(['Ingress', 'Egress']);
    }
  });

  it('out: the bot and the migration do not reach the cluster’s API, the worker does', () => {
    type Policy = { egress: { ports: { port: number }[] }[] };
    const objects = chart();
    const ports = (name: string) =>
      one<Policy>(objects, 'NetworkPolicy', `tocsin-${name}`)
        .spec.egress.flatMap((e) => e.ports.map(({ port }) => port))
        .sort((a, b) => a - b);
    expect(ports('bot')).toEqual([53, 53, 443, 5432, 6379]);
    expect(ports('migrate')).toEqual([53, 53, 5432]);
    expect(ports('worker')).toEqual([53, 53, 443, 5432, 6379, 6443, 9090]);
  });
});

rendered('what selects pods', () => {
  it('selects those it means, also with two releases in a namespace', () => {
    for (const release of ['tocsin', 'night']) {
      const objects = chart(VALUES['everything on'], release);
      const labels = Object.fromEntries(
        pods(objects).map(({ metadata }) => [metadata.labels['app.kubernetes.io/component'], metadata.labels]),
      );
      const matched = (selector: Readonly<Record<string, string>>) =>
        Object.keys(labels).filter((c) => Object.entries(selector).every(([k, v]) => labels[c]?.[k] === v));
      for (const kind of ['Deployment', 'PodDisruptionBudget'] as const) {
        for (const o of of(objects, kind)) {
          const { selector } = o.spec as { selector: { matchLabels: Record<string, string> } };
          expect(matched(selector.matchLabels)).toEqual([o.metadata.name.split('-').at(-1)]);
        }
      }
      const name = release === 'tocsin' ? 'tocsin' : 'night-tocsin';
      const service = one<{ selector: Record<string, string> }>(objects, 'Service', name);
      expect(matched(service.spec.selector)).toEqual(['bot']);
      expect(service.spec.selector['app.kubernetes.io/instance']).toBe(release);
      const monitor = one<{ selector: { matchLabels: object } }>(objects, 'ServiceMonitor').spec;
      expect(one(objects, 'Service', `${name}-metrics`).metadata.labels).toMatchObject(monitor.selector.matchLabels);
      expect(service.metadata.labels).not.toMatchObject(monitor.selector.matchLabels);
    }
  });
});

rendered('a slip in the values', () => {
  it.each([
    [{ replica: 2 }, /replica/],
    [{ bot: { replicas: '2' } }, /replicas.*got string/s],
    [{ config: { SLACK_BOT_TOKEN: 'xoxb-1' } }, /SLACK_BOT_TOKEN/],
    [{ namespaces: ['architect-production'] }, /namespaces\/0.*object/s],
    [{ slack: { mode: 'sockets' } }, /mode/],
    [{ ingress: { enabled: true } }, /ingress\.host: the public name/],
    [{ workflows: { configMaps: [{ name: 'a', folder: '../b' }] } }, /folder/],
  ])('%j is an error that names it', (values, says) => {
    expect(() => chart(values)).toThrow(says);
  });

  it('would be found: helm’s own linter finds none', () => {
    expect(helm(bin ?? '', ['lint', '--strict', CHART])).toContain('0 chart(s) failed');
  });

  it('is answered by notes that say what is still missing', () => {
    const notes = (values: object) => helm(bin ?? '', ['install', 'tocsin', CHART, '--dry-run=client'], values);
    expect(notes({})).toMatch(/`namespaces` is empty[\s\S]*example workflows/);
    expect(notes(VALUES['everything on'] ?? {})).toMatch('https://tocsin.example.com/slack/events');
    expect(notes(VALUES['everything on'] ?? {})).not.toMatch('is empty');
  });
});

it('the chart is of this version', () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const text = readFileSync(join(CHART, 'Chart.yaml'), 'utf8');
  expect(text).toContain(`\nversion: ${version}\n`);
  expect(text).toContain(`\nappVersion: "${version}"\n`);
});
