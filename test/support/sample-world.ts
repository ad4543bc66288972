/** A small organisation, an incident and a run, for tests of what people type and see. */
import type { Catalog } from '../../src/domain/catalog/model.ts';
import type { Incident, Page } from '../../src/domain/incident/model.ts';
import type { ApprovalState, Plan, Run, Runbook } from '../../src/domain/runbook/model.ts';
import type { CardLook } from '../../src/views/headline-card.ts';

/** A service that says nothing of its own. */
const NOTHING_OWN = { severities: {}, links: {}, channels: {}, templates: {}, contacts: [] } as const;

export const NOW = Date.UTC(2026, 10, 21, 3, 0, 0);
const MINUTE = 60_000;

const policy = {
  name: 'critical',
  levels: [
    { level: 1, page: ['oncall:architect'], do: [] },
    { level: 2, page: ['role:manager'], do: [], after: { clock: 'unacknowledged', ms: 5 * MINUTE } },
    { level: 3, page: ['role:director'], do: [], after: { clock: 'unresolved', ms: 15 * MINUTE } },
  ],
  ackLease: 20 * MINUTE,
  digest: 'd'.repeat(64),
} as const;

export const runbook: Runbook = {
  id: 'architect/api-completely-down',
  name: 'API completely down',
  service: 'architect',
  for: { severity: ['p1'], alerts: [] },
  inputs: [
    { name: 'namespace', type: 'string', default: 'architect-production' },
    { name: 'podCount', type: 'integer', default: 10 },
  ],
  steps: [
    {
      type: 'parallel',
      path: '1',
      id: '1',
      name: 'What is running',
      at: 'a.yaml:1',
      steps: [
        {
          type: 'action',
          path: '1.1',
          id: 'pods',
          name: 'Pods',
          at: 'a.yaml:2',
          kind: 'kubernetes.get',
          params: {},
          timeout: 1,
        },
      ],
    },
    {
      type: 'choice',
      path: '2',
      id: '2',
      name: 'How should we recover?',
      question: 'How should we recover?',
      facts: [],
      at: 'a.yaml:3',
      options: [
        { label: 'Restart the pods', steps: [] },
        {
          label: 'Scale up',
          steps: [
            {
              type: 'action',
              path: '2.options.Scale up.1',
              id: 'scale',
              name: 'Scale the deployment',
              at: 'a.yaml:9',
              kind: 'kubernetes.scale',
              params: {},
              timeout: 1,
            },
          ],
        },
      ],
    },
  ],
  digest: 'r'.repeat(64),
};

const severity = (name: string, rank: number, label: string, aliases: string[]) => ({
  name,
  rank,
  label,
  aliases,
  meaning: `${label} means this`,
  respondWithin: rank * 5 * MINUTE,
});

const GATE = { from: ['sre'], min: 1, requester: false, expires: 15 * MINUTE };

export const catalog: Catalog = {
  digest: 'c'.repeat(64),
  cadence: [],
  severities: [
    severity('p1', 1, 'P1', ['sev1', 'critical']),
    severity('p2', 2, 'P2', ['sev2', 'major']),
    severity('p3', 3, 'P3', ['sev3', 'minor']),
  ],
  policies: { critical: policy },
  people: [
    { id: 'ada', name: 'Ada', slack: 'U0ALICE', phone: '+420 111 222' },
    { id: 'bob', name: 'Bob', slack: 'U0BOB', phone: '+420 333 444' },
  ],
  roles: {},
  rotas: {},
  groups: { sre: { name: 'sre', slackGroup: 'S0SRE', people: [] }, leads: { name: 'leads', people: ['bob'] } },
  permissions: { resolve: ['sre', 'leads'], severity: ['sre'] },
  changes: {
    gates: { low: GATE, medium: GATE, high: { ...GATE, min: 2 } },
    kinds: {},
    runbookGates: 'stricter',
    raise: [],
  },
  services: [
    { name: 'architect', title: 'Architect', aliases: ['api'], policy: 'critical', values: {}, ...NOTHING_OWN },
    { name: 'billing', title: 'Billing', aliases: [], policy: 'critical', values: {}, ...NOTHING_OWN },
  ],
  defaultService: 'architect',
  templates: {},
  channels: { incidents: 'incidents' },
  links: { statusPage: 'https://status.example.com', warRoom: 'https://meet.example.com/war' },
  allowedHosts: [],
  programs: { commands: {}, binaries: {} },
  targets: { databases: {}, caches: {}, statements: {} },
  runbooks: [runbook],
};

export const phones = catalog.people.map((p) => ({ name: p.name, phone: p.phone ?? '', person: p.id }));

export const look: CardLook = { people: catalog.people, severities: catalog.severities, links: catalog.links, phones };

export function page(more: Partial<Page> = {}): Page {
  return {
    target: 'oncall:architect',
    level: 1,
    generation: 1,
    dedupKey: 'tocsin:42:g1:oncall:architect',
    status: 'accepted',
    at: NOW,
    people: ['ada'],
    reason: 'declared p1',
    ...more,
  };
}

export function incident(more: Partial<Incident> = {}): Incident {
  return {
    id: 42,
    title: 'API down',
    severity: 'p1',
    severityLabel: 'P1',
    severityRank: 1,
    respondWithin: 5 * MINUTE,
    service: 'architect',
    serviceTitle: 'Architect',
    impact: 'nobody can log in',
    customers: '40%',
    status: 'investigating',
    declaredBy: 'U0ALICE',
    declaredAt: NOW,
    since: NOW,
    generation: 1,
    policy,
    levels: [
      { level: 1, status: 'reached', at: NOW },
      { level: 2, status: 'pending', dueAt: NOW + 5 * MINUTE },
      { level: 3, status: 'pending', dueAt: NOW + 15 * MINUTE },
    ],
    pages: { 'oncall:architect': page() },
    runs: [],
    runbooks: [{ id: runbook.id, name: runbook.name }],
    channel: { id: 'C0INC42', name: 'inc-42-api-down' },
    cards: { announce: { channel: 'C0ROOM', ts: '1700000000.000100' } },
    responders: ['U0ALICE'],
    ...more,
  };
}

export function plan(more: Partial<Plan> = {}): Plan {
  return {
    run: 17,
    step: '2.options.Scale up.1',
    attempt: 1,
    kind: 'kubernetes.scale',
    params: {},
    runbook: 'r'.repeat(64),
    requester: 'U0ALICE',
    summary: 'Scale deployment architect-production/architect-api from 10 to 15',
    changes: [{ what: 'replicas', from: '10', to: '15' }],
    guarded: { replicas: 10 },
    notes: ['The autoscaler allows at most 12'],
    request: {},
    undo: { kind: 'kubernetes.scale', params: {}, summary: 'Scale back to 10' },
    ...more,
  };
}

export function approval(more: Partial<ApprovalState> = {}, of: Partial<Plan> = {}): ApprovalState {
  return {
    id: `17.${'a1b2c3d4e5f60718'}`,
    digest: `a1b2c3d4e5f60718${'0'.repeat(48)}`,
    plan: JSON.stringify(plan(of)),
    policy: { from: ['sre'], min: 2, requester: false, expires: 15 * MINUTE },
    status: 'pending',
    by: [],
    askedAt: NOW,
    expiresAt: NOW + 15 * MINUTE,
    ...more,
  };
}

export function run(more: Partial<Run> = {}): Run {
  return {
    id: 17,
    incident: 42,
    runbook,
    status: 'waiting',
    startedBy: 'U0ALICE',
    startedAt: NOW,
    inputs: {},
    facts: { service: {}, incident: {} },
    steps: {
      '1.1': {
        status: 'done',
        attempt: 1,
        startedAt: NOW,
        endedAt: NOW + 1_500,
        lines: ['7 of 10 pods are not ready'],
      },
      '2': { status: 'asking', attempt: 1, startedAt: NOW + 1_500, lines: ['last deploy 12 minutes ago'] },
    },
    ...more,
  };
}
