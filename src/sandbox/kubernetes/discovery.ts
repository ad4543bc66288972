/** The discovery documents: what a client reads to learn which resources there are. */
import { apiVersion, RESOURCES, type ResourceInfo } from './resources.ts';

const VERSION = {
  major: '1',
  minor: '32',
  gitVersion: 'v1.32.4',
  gitCommit: '59526cd4867447956156ae3a602fcbac10a2c335',
  gitTreeState: 'clean',
  buildDate: '2025-04-22T16:02:27Z',
  goVersion: 'go1.23.6',
  compiler: 'gc',
  platform: 'linux/amd64',
};

const REVIEWS = [
  {
    name: 'selfsubjectaccessreviews',
    singularName: 'selfsubjectaccessreview',
    namespaced: false,
    kind: 'SelfSubjectAccessReview',
    verbs: ['create'],
  },
  {
    name: 'selfsubjectrulesreviews',
    singularName: 'selfsubjectrulesreview',
    namespaced: false,
    kind: 'SelfSubjectRulesReview',
    verbs: ['create'],
  },
];

const GROUPS = [
  { group: 'apps', version: 'v1' },
  { group: 'authorization.k8s.io', version: 'v1' },
  { group: 'autoscaling', version: 'v2' },
  { group: 'batch', version: 'v1' },
  { group: 'cert-manager.io', version: 'v1' },
  { group: 'policy', version: 'v1' },
  { group: 'metrics.k8s.io', version: 'v1beta1' },
];

const PODS_METRICS = { name: 'pods', singularName: '', namespaced: true, kind: 'PodMetrics', verbs: ['get', 'list'] };

/** The document at this path, if it is one of discovery's. */
export function discover(path: string): unknown {
  if (path === '/version') return VERSION;
  if (path === '/api')
    return {
      kind: 'APIVersions',
      versions: ['v1'],
      serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: '10.0.0.1:6443' }],
    };
  if (path === '/apis') return { kind: 'APIGroupList', apiVersion: 'v1', groups: GROUPS.map(groupDocument) };
  if (path === '/api/v1') return resourceList('', 'v1');
  const [, group = '', version] = /^\/apis\/([^/]+)(?:\/([^/]+))?$/.exec(path) ?? [];
  const known = GROUPS.find((g) => g.group === group && (version === undefined || g.version === version));
  if (!known) return undefined;
  if (version === undefined) return { kind: 'APIGroup', apiVersion: 'v1', ...groupDocument(known) };
  return resourceList(known.group, known.version);
}

function groupDocument(g: { group: string; version: string }) {
  const version = { groupVersion: `${g.group}/${g.version}`, version: g.version };
  return { name: g.group, versions: [version], preferredVersion: version };
}

function resourceList(group: string, version: string) {
  const groupVersion = group === '' ? version : `${group}/${version}`;
  const resources =
    group === 'authorization.k8s.io'
      ? REVIEWS
      : group === 'metrics.k8s.io'
        ? [PODS_METRICS]
        : RESOURCES.filter((r) => apiVersion(r) === groupVersion).flatMap(entries);
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources };
}

const KINDS: Readonly<Record<string, { group: string; version: string; kind: string }>> = {
  scale: { group: 'autoscaling', version: 'v1', kind: 'Scale' },
  eviction: { group: 'policy', version: 'v1', kind: 'Eviction' },
};
const VERBS: Readonly<Record<string, readonly string[]>> = { log: ['get'], eviction: ['create'] };

function entries(r: ResourceInfo) {
  const main = {
    name: r.plural,
    singularName: r.singular,
    namespaced: r.namespaced,
    kind: r.kind,
    verbs: r.verbs,
    shortNames: r.shortNames,
    ...(r.plural === 'pods' || r.plural === 'deployments' || r.plural === 'replicasets' ? { categories: ['all'] } : {}),
  };
  const subs = r.subresources.map((sub) => ({
    name: `${r.plural}/${sub}`,
    singularName: '',
    namespaced: r.namespaced,
    ...(KINDS[sub] ?? { kind: r.kind }),
    verbs: VERBS[sub] ?? ['get', 'patch', 'update'],
  }));
  return [main, ...subs];
}
