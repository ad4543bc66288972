/** What else stands in the namespace: what people look at beside the service itself. */
import type { Plain } from '../kubernetes/objects.ts';

type Found = Omit<Plain, 'metadata'> & {
  readonly metadata: { readonly name: string; readonly labels?: Record<string, string> };
};
type Where = 'services' | 'configmaps' | 'persistentvolumeclaims' | 'statefulsets' | 'cronjobs' | 'certificates';

export function surroundings(): readonly (readonly [Where, Found])[] {
  return [
    [
      'services',
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'architect-api', labels: { app: 'architect-api' } },
        spec: {
          type: 'ClusterIP',
          clusterIP: '10.96.14.20',
          ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 'http' }],
          selector: { app: 'architect-api' },
        },
      },
    ],
    [
      'configmaps',
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'architect-api' },
        data: { LOG_LEVEL: 'info', CACHE_TTL: '300' },
      },
    ],
    [
      'persistentvolumeclaims',
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'data-postgresql-0' },
        spec: { storageClassName: 'fast' },
        status: { phase: 'Bound', capacity: { storage: '100Gi' } },
      },
    ],
    [
      'statefulsets',
      {
        apiVersion: 'apps/v1',
        kind: 'StatefulSet',
        metadata: { name: 'postgresql', labels: { app: 'postgresql' } },
        spec: { replicas: 1, template: { spec: { containers: [{ name: 'postgresql', image: 'postgres:16.4' }] } } },
        status: { readyReplicas: 1, replicas: 1 },
      },
    ],
    [
      'certificates',
      {
        apiVersion: 'cert-manager.io/v1',
        kind: 'Certificate',
        metadata: { name: 'architect-api-tls' },
        spec: { secretName: 'architect-api-tls', dnsNames: ['api.architect.example.com'] },
        status: {
          conditions: [{ type: 'Ready', status: 'True', reason: 'Ready', message: 'Certificate is up to date' }],
          notAfter: '2027-03-01T00:00:00Z',
          renewalTime: '2027-01-30T00:00:00Z',
        },
      },
    ],
    [
      'cronjobs',
      {
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: { name: 'backup' },
        spec: { schedule: '0 3 * * *', suspend: false },
        status: {},
      },
    ],
  ];
}
