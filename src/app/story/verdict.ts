/** Whether the story really happened as it was told: read from the simulated servers and the record, not from the bot's words. */
import { createHash } from 'node:crypto';
import type { Run } from '../../domain/runbook/model.ts';
import { type Entry, firstBroken } from '../../engine/timeline.ts';
import { incidentState, type Played } from './api-down.ts';
import type { Stage } from './stage.ts';

export interface Finding {
  readonly ok: boolean;
  readonly what: string;
}

/** A level may be this late on a busy machine, never early. Milliseconds. */
const LATE = 5_000;
const MINUTE = 60_000;

async function chainHolds(stage: Stage, kind: 'incident' | 'run', id: number): Promise<boolean> {
  const entries = await stage.query<Entry & { hash: Buffer }>(
    'select seq, ms(at) as at, type, actor, source, request, data, hash from timeline where kind = $1 and id = $2 order by seq',
    [kind, id],
  );
  const [head] = await stage.query<{ seq: number; hash: Buffer }>(
    'select last_seq as seq, last_hash as hash from aggregate where kind = $1 and id = $2',
    [kind, id],
  );
  return head !== undefined && firstBroken({ kind, id }, entries, head) === undefined;
}

export async function judge(stage: Stage, p: Played): Promise<Finding[]> {
  const findings: Finding[] = [];
  const hold = (ok: boolean, what: string) => findings.push({ ok, what });
  const { pagerduty, cluster, ledger } = stage;

  const health = await fetch(cluster.service.healthUrl);
  hold(health.status === 200, `the service is healthy (GET /health: ${health.status})`);
  const api = await fetch(
    `${cluster.kubernetes.url}/apis/apps/v1/namespaces/architect-production/deployments/architect-api`,
    {
      headers: { authorization: 'Bearer sandbox-admin-token' },
    },
  );
  const deployment = (await api.json()) as {
    spec: { replicas: number; template: { spec: { containers: { image: string }[] } } };
    status: { readyReplicas?: number; updatedReplicas?: number };
  };
  const image = deployment.spec.template.spec.containers[0]?.image ?? '';
  const { readyReplicas: ready = 0, updatedReplicas: updated = 0 } = deployment.status;
  const { replicas } = deployment.spec;
  hold(
    image.endsWith(':v41') && ready === replicas && updated === replicas,
    `the deployment ended healthy: ${image}, ${ready} of ${replicas} ready`,
  );

  const alerts = pagerduty.alerts();
  const at = (target: string) =>
    alerts.filter((a) => a.dedupKey.endsWith(`:g1:${target}`)).map((a) => a.createdAt - p.declaredAt);
  const within = (target: string, from: number) =>
    at(target).length === 1 && at(target).every((t) => t >= from && t <= from + LATE);
  const seconds = (target: string) =>
    at(target)
      .map((t) => `${(t / 1000).toFixed(1)} s`)
      .join(', ') || 'never';
  for (const [target, from, level] of [
    ['oncall:architect', 0, 'L1'],
    ['role:manager', 0, 'L2 at once'],
    ['role:lead-engineer', 0, 'L2 at once'],
    ['role:director', 15 * MINUTE, 'L3 at 15:00'],
    ['role:vp-engineering', 15 * MINUTE, 'L3 at 15:00'],
  ] as const) {
    hold(within(target, from), `${level}: ${target} was paged after ${seconds(target)}, one alert`);
  }
  hold(
    alerts.length === 5 && new Set(alerts.map((a) => a.dedupKey)).size === 5,
    `${alerts.length} alerts for 5 targets`,
  );
  hold(
    alerts.every((a) => a.status === 'resolved'),
    'every alert is closed',
  );

  const incident = await incidentState(stage, p.incident);
  const outage = (incident?.outage?.at ?? 0) - p.declaredAt;
  hold(
    outage >= 30 * MINUTE && outage <= 30 * MINUTE + LATE,
    `L4 at 30:00: an outage was declared after ${(outage / 1000).toFixed(1)} s`,
  );
  hold(incident?.customersNotifiedAt !== undefined, 'L4: customers were notified');
  hold(incident?.status === 'resolved', `the incident is ${incident?.status}`);

  const run = (await stage.query<{ state: Run }>('select state from run where id = $1', [p.run]))[0]?.state;
  const approval = Object.values(run?.steps ?? {}).find((s) => s.approval)?.approval;
  const executed = await stage.query<{ plan: string; digest: string }>(
    `select payload->>'plan' as plan, payload->>'digest' as digest from effect where kind = 'step.execute' and of_id = $1 and status = 'done'`,
    [p.run],
  );
  const ran = executed.map((e) => createHash('sha256').update(e.plan).digest('hex'));
  hold(
    ran.length === 1 &&
      ran[0] === approval?.digest &&
      executed[0]?.digest === approval?.digest &&
      approval?.digest.startsWith(p.shownDigest) === true &&
      p.shownDigest.length === 8,
    `what ran is what was approved: plan ${ran[0]?.slice(0, 8)}, approved ${approval?.digest.slice(0, 8)}, shown ${p.shownDigest}`,
  );
  const by = approval?.by.map((b) => b.person) ?? [];
  hold(by.length === 1 && run?.startedBy !== by[0], `approved by ${by.join(', ')}, asked for by ${run?.startedBy}`);
  const changes = cluster.world.changes();
  hold(changes.length === 1, `the cluster carried out ${changes.length} changing call`);
  hold(
    ledger.of('pagerduty', /\/v2\/enqueue/).every((e) => e.status === 202),
    'PagerDuty accepted every event',
  );
  hold(
    (await chainHolds(stage, 'incident', p.incident)) && (await chainHolds(stage, 'run', p.run)),
    'both timelines are gapless and their hash chains hold',
  );
  return findings;
}
