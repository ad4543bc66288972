/** Steps against the simulated world: real clients behind the ports, real handlers, decisions on paper. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GuardedWeb } from '../../../src/adapters/http/guarded-web.ts';
import { TlsCertificates } from '../../../src/adapters/http/tls-certificates.ts';
import { KubernetesChanges } from '../../../src/adapters/kubernetes/kubernetes-changes.ts';
import { KubernetesCluster } from '../../../src/adapters/kubernetes/kubernetes-cluster.ts';
import { KubernetesEvictions } from '../../../src/adapters/kubernetes/kubernetes-evictions.ts';
import { KubernetesObjects } from '../../../src/adapters/kubernetes/kubernetes-objects.ts';
import { PrometheusMetrics } from '../../../src/adapters/prometheus/prometheus-metrics.ts';
import type { RunInput } from '../../../src/domain/runbook/inputs.ts';
import type { Plan } from '../../../src/domain/runbook/model.ts';
import type { ChangeKind, Executed, StepPorts } from '../../../src/domain/runbook/step-kind.ts';
import type { EffectSpec } from '../../../src/engine/decision.ts';
import type { Claimed, EffectHandler, HandlerIo, Outcome } from '../../../src/engine/effect.ts';
import { createRedactor } from '../../../src/lib/redact.ts';
import { stepExecute } from '../../../src/outbound/step-execute.ts';
import { stepPlan } from '../../../src/outbound/step-plan.ts';
import { stepRead } from '../../../src/outbound/step-read.ts';
import { openSimulatedData } from '../../support/simulated-data.ts';
import { simulatedPrograms } from '../../support/simulated-programs.ts';
import type { Play } from '../../unit/run-play.ts';
import { type SimulatedWorld, startWorld } from '../sandbox-world.ts';
import { containersOf } from './containers.ts';

export const SECRET = 'sandbox-very-secret-value';

export interface StepWorld extends SimulatedWorld {
  readonly ports: StepPorts;
  readonly handlers: readonly EffectHandler[];
  readonly io: HandlerIo;
  /** One attempt of an effect, as a worker would make it. */
  attempt(effect: EffectSpec, more?: Partial<Claimed>): Promise<Outcome>;
  /** Does all work a run asks for until it waits for a person or for time. */
  drive(play: Play): Promise<void>;
  /** The same, while moving time to whatever is due, as long as nobody is asked anything. */
  driveOn(play: Play): Promise<void>;
  close(): Promise<void>;
}

export async function startStepWorld(user = 'tocsin'): Promise<StepWorld> {
  const w = await startWorld();
  const dir = mkdtempSync(join(tmpdir(), 'steps-'));
  writeFileSync(join(dir, 'kubeconfig'), w.sim.kubernetes.kubeconfig(user));
  const now = () => w.clock.now();
  const cluster = new KubernetesCluster({ kubeconfig: join(dir, 'kubeconfig'), now, timeout: 5_000 });
  const metrics = new PrometheusMetrics({ url: w.sim.prometheus.url });
  const web = new GuardedWeb({ allow: ['127.0.0.1'], secret: () => 's3cret' });
  const objects = new KubernetesObjects({ kubeconfig: join(dir, 'kubeconfig'), now, timeout: 5_000 });
  const changes = new KubernetesChanges({ kubeconfig: join(dir, 'kubeconfig'), timeout: 5_000 });
  const evictions = new KubernetesEvictions({ kubeconfig: join(dir, 'kubeconfig'), timeout: 5_000 });
  const containers = containersOf(join(dir, 'kubeconfig'));
  const certificates = new TlsCertificates({ allow: ['127.0.0.1'] });
  const { commands } = simulatedPrograms();
  const data = await openSimulatedData();
  const ports = {
    ...{ cluster, objects, changes, evictions, containers, metrics, web, certificates, commands },
    ...data,
  };
  const redactor = createRedactor([SECRET]);
  const handlers = [
    stepRead(ports, redactor),
    stepPlan(
      () => ports,
      async () => [],
      redactor,
    ),
    stepExecute(() => ports, redactor),
  ];
  const io: HandlerIo = { now, load: async () => undefined, ours: () => true, signal: new AbortController().signal };

  const attempt: StepWorld['attempt'] = (effect, more = {}) => {
    const handler = handlers.find((h) => h.kind === effect.kind);
    if (!handler) throw new Error(`no handler for ${effect.kind}`);
    const of = { kind: 'run', id: 7 };
    return handler.run({ ...effect, id: 1, of, fence: 1, attempts: 1, crashes: 0, doubt: false, ...more }, io);
  };

  const done = new Set<EffectSpec>();
  const drive = async (play: Play) => {
    for (;;) {
      const next = play.effects.find((e) => e.kind.startsWith('step.') && !done.has(e));
      if (!next) return;
      done.add(next);
      let outcome = await attempt(next);
      for (let n = 2; outcome.kind === 'again'; n++) {
        outcome = await attempt(next, { attempts: n, doubt: outcome.doubt === true });
      }
      play.now = w.clock.now();
      if (outcome.result) {
        const { type, data } = outcome.result;
        play.feed(type as RunInput['type'], data as never);
      }
    }
  };

  return {
    ...w,
    ports,
    handlers,
    io,
    attempt,
    drive,
    async driveOn(play) {
      await drive(play);
      for (let n = 0; play.state.status === 'running' && n < 500; n++) {
        const due = play.timer('step.look');
        w.clock.advance(Math.max(0, (due.dueAt ?? 0) - w.clock.now()));
        play.now = w.clock.now();
        play.feed('step.look', due.data as { step: string; attempt: number });
        await drive(play);
      }
    },
    async close() {
      await Promise.all([data.close(), cluster.close(), objects.close(), metrics.close(), web.close()]);
      rmSync(dir, { recursive: true });
      await w.sim.close();
    },
  };
}

/** What `step-plan` would hand to approvers, without a run around it. */
export async function planOf(
  w: StepWorld,
  kind: ChangeKind,
  params: Plan['params'],
): Promise<Plan | { readonly refused: string }> {
  const planned = await kind.plan(params, w.ports, { now: w.clock.now(), key: 'run/7/1/plan/1' });
  if ('refused' in planned) return planned;
  const about = { run: 7, step: '1', attempt: 1, kind: kind.name, params, runbook: 'x', requester: 'ada' };
  return JSON.parse(JSON.stringify({ ...about, ...planned })) as Plan;
}

export async function mustPlan(w: StepWorld, kind: ChangeKind, params: Plan['params']): Promise<Plan> {
  const plan = await planOf(w, kind, params);
  if ('refused' in plan) throw new Error(plan.refused);
  return plan;
}

export const execute = (w: StepWorld, kind: ChangeKind, plan: Plan, key = 'run/7/1/execute/1'): Promise<Executed> =>
  kind.execute(plan, w.ports, { key, late: false });
