/** The Helm chart as the cluster would get it: rendered by helm itself. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments, stringify } from 'yaml';

export const CHART = fileURLToPath(new URL('../../deploy/helm/tocsin', import.meta.url));

/** An object of the cluster, as far as every one of them is the same. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [more: string]: unknown;
}

/** Throws with what helm says. */
export function helm(bin: string, args: readonly string[], values: object = {}): string {
  const dir = mkdtempSync(join(tmpdir(), 'chart-'));
  try {
    const file = join(dir, 'values.yaml');
    writeFileSync(file, stringify(values));
    const env = { PATH: process.env.PATH, HOME: dir };
    const { status, stdout, stderr, error } = spawnSync(bin, [...args, '-f', file], { encoding: 'utf8', env });
    if (status !== 0) throw new Error(error?.message ?? (stderr || stdout));
    return stdout;
  } finally {
    rmSync(dir, { recursive: true });
  }
}

export function render(bin: string, values: object = {}, release = 'tocsin'): Manifest[] {
  const text = helm(bin, ['template', release, CHART, '--namespace', 'ops'], values);
  return parseAllDocuments(text)
    .map((document) => document.toJS() as Manifest | null)
    .filter((m): m is Manifest => m !== null);
}

/** Values that a user may write, by what they are for; each must give objects that a cluster takes. */
export const VALUES: Readonly<Record<string, object>> = {
  'nothing set': {},
  'everything on': {
    image: { repository: 'registry.example.com/tocsin', tag: '1.2.3', pullPolicy: 'Always' },
    imagePullSecrets: [{ name: 'pull' }],
    existingSecret: 'tocsin-secrets',
    config: { LOG_LEVEL: 'debug', PROMETHEUS_URL: 'http://prometheus.monitoring:9090' },
    workflows: {
      configMaps: [
        { name: 'tocsin-org', folder: 'org' },
        { name: 'tocsin-architect', folder: 'architect' },
      ],
    },
    namespaces: [{ name: 'architect-production', lookAround: true }],
    lookAtNodes: true,
    bot: { replicas: 3 },
    worker: { replicas: 8 },
    migrate: { existingSecret: 'tocsin-owner', deadline: 60 },
    ingress: {
      enabled: true,
      className: 'nginx',
      host: 'tocsin.example.com',
      tlsSecret: 'tocsin-tls',
      annotations: { 'cert-manager.io/cluster-issuer': 'letsencrypt' },
    },
    networkPolicy: {
      ingressFrom: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress-nginx' } } }],
      egress: {
        database: { to: [{ ipBlock: { cidr: '10.0.0.0/24' } }], ports: [{ port: 5433 }] },
        healthChecks: { to: [{ namespaceSelector: {} }], ports: [{ port: 8080 }, { port: 9000, endPort: 9100 }] },
      },
    },
    monitoring: { serviceMonitor: true, prometheusRule: true, labels: { release: 'kube-prometheus-stack' } },
    podAnnotations: { 'example.com/team': 'platform' },
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    tolerations: [{ key: 'ops', operator: 'Exists', effect: 'NoSchedule' }],
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 1, podAffinityTerm: { topologyKey: 'topology.kubernetes.io/zone', labelSelector: {} } },
        ],
      },
    },
    priorityClassName: 'important',
    extraVolumes: [{ name: 'ca', configMap: { name: 'company-ca' } }],
    extraVolumeMounts: [{ name: 'ca', mountPath: '/etc/ssl/company', readOnly: true }],
  },
  'Socket Mode, one of each, no policies': {
    slack: { mode: 'socket' },
    bot: { replicas: 1 },
    worker: { replicas: 1 },
    workflows: { volume: { persistentVolumeClaim: { claimName: 'tocsin-workflows', readOnly: true } } },
    ingress: { enabled: true, host: 'tocsin.example.com' },
    podDisruptionBudget: { enabled: false },
    networkPolicy: { enabled: false },
    monitoring: { serviceMonitor: true },
  },
  'two namespaces, one of them only to look at': {
    namespaces: [
      { name: 'architect-production', deployments: ['architect-api', 'architect-web'] },
      { name: 'architect-staging', lookOnly: true },
    ],
    networkPolicy: { metricsFrom: [] },
  },
};
