import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from '../../src/domain/compile.ts';
import { stepKinds } from '../../src/domain/runbook/steps/index.ts';
import { sha256 } from './catalog-fixture.ts';

const root = join(import.meta.dirname, '../../workflows');
const shipped = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
  (f) => f.endsWith('.yaml') && !/\.(test|schema)\./.test(f),
);
const files = new Map(shipped.map((f) => [f, readFileSync(join(root, f), 'utf8')]));
const { catalog, problems } = compile(files, stepKinds, sha256);

describe('the workflows that ship', () => {
  it('compile without a problem', () => expect(problems).toEqual([]));

  it('hold the seed’s scale', () => {
    const minutes = catalog?.severities.map((s) => [
      s.name,
      s.rank,
      s.respondWithin / 60_000,
      (s.updateEvery ?? 0) / 60_000,
    ]);
    expect(minutes).toEqual([
      ['p1', 1, 5, 30],
      ['p2', 2, 15, 60],
      ['p3', 3, 60, 240],
      ['p4', 4, 240, 0],
    ]);
    expect(catalog?.severities[0]?.aliases).toEqual(expect.arrayContaining(['sev1', '1', 'critical', 'emergency']));
    // Its own services' words mean the same everywhere.
    expect(catalog?.severities[0]?.aliases).toContain('p0');
  });

  it('hold the seed’s escalation matrix', () => {
    const policy = catalog?.policies.critical;
    expect(policy?.ackLease).toBe(20 * 60_000);
    expect(policy?.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(policy?.levels).toEqual([
      { level: 1, page: ['oncall:architect'], do: [] },
      {
        level: 2,
        after: { clock: 'unacknowledged', ms: 300_000 },
        immediately: "incident.severity in ['p1', 'p2']",
        page: ['role:manager', 'role:lead-engineer'],
        do: [],
      },
      { level: 3, after: { clock: 'unresolved', ms: 900_000 }, page: ['role:director', 'role:vp-engineering'], do: [] },
      {
        level: 4,
        after: { clock: 'unresolved', ms: 1_800_000 },
        if: "incident.severity == 'p1'",
        page: [],
        do: ['declare-outage', 'notify-customers'],
      },
    ]);
  });

  it('name the seed’s contacts, places and message', () => {
    const contacts = ['eng-lead', 'devops-lead', 'security-lead', 'vp-engineering'];
    expect(catalog?.people.map((p) => p.id)).toEqual(expect.arrayContaining(contacts));
    expect(catalog?.links).toEqual({
      statusPage: 'https://status.example.com',
      warRoom: 'https://meet.example.com/war-room',
      onCall: 'https://oncall.example.com',
    });
    expect(catalog?.channels.incidents).toBe('incidents');
    expect(catalog?.templates.customers?.body).toMatch(
      /^🚨 INCIDENT ALERT 🚨\n\nService: \$\{\{ incident\.service \}\}/,
    );
    const one = { from: ['sre'], min: 1, requester: false, expires: 600_000 };
    const two = { from: ['sre', 'leads'], min: 2, distinct: true, requester: false, expires: 600_000 };
    expect(catalog?.changes).toMatchObject({
      gates: { low: one, medium: one, high: two },
      kinds: { 'kubernetes.rolloutUndo': one },
      runbookGates: 'stricter',
    });
    expect(catalog?.rotas.architect?.people.length).toBeGreaterThanOrEqual(2);
  });

  it('hold the runbook of the design', () => {
    const runbook = catalog?.runbooks.find((r) => r.id === 'architect/api-completely-down');
    expect(runbook).toMatchObject({
      id: 'architect/api-completely-down',
      service: 'architect',
      for: { severity: ['p1'], alerts: ['ApiDown'] },
      respondWithin: 300_000,
      review: 90 * 86_400_000,
      lock: 'deployment/${{ inputs.namespace }}/${{ inputs.deployment }}',
      digest: sha256(files.get('architect/api-completely-down.yaml') ?? ''),
    });
    expect(runbook?.inputs).toEqual([
      { name: 'namespace', type: 'string', default: 'architect-production', choose: { what: 'namespaces' } },
      {
        name: 'deployment',
        type: 'string',
        default: 'architect-api',
        choose: { what: 'deployments', in: 'namespace' },
      },
    ]);
    const [parallel, choice, status, health, errors] = runbook?.steps ?? [];
    expect(parallel).toMatchObject({ type: 'parallel', path: '1', name: 'What is running' });
    expect(parallel?.type === 'parallel' && parallel.steps.map((s) => [s.path, s.id, s.kind, s.timeout])).toEqual([
      ['1.parallel.1', 'pods', 'kubernetes.get', 30_000],
      ['1.parallel.2', '1.parallel.2', 'kubernetes.events', 30_000],
      ['1.parallel.3', '1.parallel.3', 'kubernetes.logs', 30_000],
    ]);
    expect(choice).toMatchObject({ type: 'choice', path: '2', question: 'How should we recover?' });
    expect(choice?.type === 'choice' && choice.options.map((o) => o.label)).toEqual([
      'Restart the pods',
      'Roll back the deployment',
      'Scale up',
    ]);
    expect(choice?.type === 'choice' && choice.options[1]?.steps[0]).toMatchObject({
      path: '2.options.Roll back the deployment.1',
      kind: 'kubernetes.rolloutUndo',
      approval: { from: ['sre'], min: 1, requester: false, expires: 600_000 },
      timeout: 120_000,
    });
    expect(choice?.type === 'choice' && choice.options[2]?.steps[0]).toMatchObject({ params: { replicas: 15 } });
    expect(status).toMatchObject({ timeout: 300_000 });
    expect(health).toMatchObject({
      until: { passes: 3, every: 10_000, within: 300_000 },
      params: { expect: 'status == 200' },
    });
    expect(errors).toMatchObject({ kind: 'prometheus.query', expect: 'value < 0.001' });
    expect(errors?.at).toMatch(/^architect\/api-completely-down\.yaml:\d+$/);
  });

  it('have a digest that changes with any byte', () => {
    const settings = `${files.get('org/settings.yaml')}\n# note\n`;
    const other = compile(new Map([...files, ['org/settings.yaml', settings]]), stepKinds, sha256);
    expect(other.catalog?.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(other.catalog?.digest).not.toBe(catalog?.digest);
  });
});
