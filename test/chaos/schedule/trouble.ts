/** Makes the trouble of a round happen, and takes it away again. */
import type { FaultRule } from '../../../src/sandbox/http/faults.ts';
import { ringDue } from '../quiet.ts';
import { FAULTS, MOMENT, PAST_THE_LEASE } from '../sweep.ts';
import type { Boundary } from '../wire/boundaries.ts';
import type { World } from '../world.ts';
import type { Counts } from './counts.ts';
import type { Trouble } from './schedule.ts';

const pause = (ms: number) => new Promise((r) => setTimeout(r, ms));
/** How long somebody is frozen, real milliseconds; their lease is over by the record's clock. */
const FROZEN = 700;
/** The product's own calls; what Slack delivers to it has rules of its own. */
const CALLS = /^(GET|POST|PUT|PATCH|DELETE) /;

type Of<K extends Trouble['kind']> = Extract<Trouble, { kind: K }>;

export interface Broken {
  /** Restored, or there was nothing to restore. */
  readonly over: Promise<unknown>;
}

/** The boundary troubles of a round, counted from its beginning. */
export function watchBoundaries(w: World, troubles: readonly Trouble[], counts: Counts): { over(): Promise<unknown> } {
  const armed = new Set(troubles.filter((t): t is Of<'boundary'> => t.kind === 'boundary' && FAULTS.includes(t.fault)));
  const met = new Map<string, number>();
  const place = new Map<Boundary, number>();
  const thaws: Promise<unknown>[] = [];
  w.boundaries.reset((b, moment) => {
    if (armed.size === 0) return 'pass';
    const kind = `${b.party} ${b.kind}`;
    if (!place.has(b)) {
      met.set(kind, (met.get(kind) ?? 0) + 1);
      place.set(b, met.get(kind) ?? 0);
    }
    for (const t of armed) {
      if (t.party !== b.party || t.of !== b.kind || t.n !== place.get(b) || moment !== MOMENT[t.fault]) continue;
      armed.delete(t);
      if (t.fault === 'drop reply') {
        if (b.kind === 'request') counts.lostReplies += 1;
        else counts.droppedCommitReplies += 1;
        return 'cut';
      }
      if (t.fault === 'freeze') {
        counts.processStops += 1;
        w.crew.signal(b.pid, 'SIGSTOP');
        void w.warp(PAST_THE_LEASE).catch(() => {});
        thaws.push(pause(FROZEN).then(() => w.crew.signal(b.pid, 'SIGCONT')));
        return 'pass';
      }
      counts.processKills += 1;
      w.crew.signal(b.pid, 'SIGKILL');
      return 'cut';
    }
    return 'pass';
  });
  return { over: () => Promise.all(thaws) };
}

async function processTrouble(w: World, t: Of<'process'>, counts: Counts): Promise<void> {
  const pid = w.crew.members().find((m) => m.name === t.name)?.pid;
  if (t.skewMs !== 0) counts.clockFaults += 1;
  w.crew.skew(t.name, t.skewMs);
  if (pid === undefined) return;
  w.crew.signal(pid, t.signal);
  if (t.signal !== 'SIGSTOP') {
    counts.processKills += 1;
    return;
  }
  counts.processStops += 1;
  await pause(FROZEN);
  w.crew.signal(pid, 'SIGCONT');
}

async function postgresTrouble(w: World, t: Of<'postgres'>, counts: Counts): Promise<void> {
  counts.postgresOutages += 1;
  switch (t.what) {
    case 'kill':
      w.postgres.kill();
      await pause(t.ms);
      return w.postgres.start();
    case 'freeze':
      w.postgres.freeze();
      await pause(t.ms);
      return w.postgres.thaw();
    case 'cut':
      w.wire.freeze();
      await pause(t.ms);
      return w.wire.thaw();
    case 'terminate':
      await w.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid() and application_name like 'tocsin%'`,
      );
  }
}

async function redisTrouble(w: World, t: Of<'redis'>, counts: Counts): Promise<void> {
  const { redis } = w;
  if (!redis) return;
  if (t.what === 'flush' || t.what === 'evict') counts.queuesEmptied += 1;
  else counts.redisOutages += 1;
  switch (t.what) {
    case 'kill':
      await redis.kill();
      await pause(t.ms);
      return redis.start();
    case 'freeze':
      redis.freeze();
      await pause(t.ms);
      return redis.thaw();
    case 'flush':
      return redis.flush();
    case 'evict':
      return redis.evict();
  }
}

async function queueTrouble(w: World, t: Of<'queue'>, counts: Counts): Promise<void> {
  counts.queuesEmptied += 1;
  if (t.what === 'empty') {
    await w.doorbell.obliterate();
    return;
  }
  // Old jobs come back: every lane there ever was is rung.
  const rows = await w.query<{ lane: string }>('select distinct lane from effect order by lane limit 200');
  w.doorbell.ring(rows.map((r) => r.lane));
}

function vendorTrouble(w: World, t: Of<'vendor'>, counts: Counts): void {
  const fault: Readonly<Record<typeof t.what, FaultRule['fault']>> = {
    error: { kind: 'status', status: 503, body: 'out of order' },
    limit: { kind: 'status', status: 429, headers: { 'retry-after': '2' } },
    hang: { kind: 'hang' },
    reset: { kind: 'reset' },
    lost: { kind: 'lostReply' },
    slow: { kind: 'delay', ms: 600 },
  };
  const times = t.what === 'hang' ? 1 : t.times;
  w.stage.faults.add({ server: t.server, match: CALLS, fault: fault[t.what], times });
  if (t.what === 'lost') counts.lostReplies += times;
  else counts.vendorErrors += times;
}

function ingressTrouble(w: World, t: Of<'ingress'>, counts: Counts): void {
  const { slack, pagerduty } = w.stage;
  counts.doubleDeliveries += 1;
  switch (t.what) {
    case 'double':
      slack.courier.duplicateNext(2);
      break;
    case 'late':
      slack.courier.delayNext(400);
      break;
    case 'webhooks-twice':
      pagerduty.webhooks.duplicate(3);
      break;
    case 'webhooks-reversed':
      pagerduty.webhooks.hold();
      break;
  }
}

export async function makeTrouble(w: World, t: Trouble, counts: Counts): Promise<void> {
  switch (t.kind) {
    case 'boundary':
      return;
    case 'process':
      return processTrouble(w, t, counts);
    case 'postgres':
      return postgresTrouble(w, t, counts);
    case 'redis':
      return redisTrouble(w, t, counts);
    case 'queue':
      return queueTrouble(w, t, counts);
    case 'vendor':
      return vendorTrouble(w, t, counts);
    case 'ingress':
      return ingressTrouble(w, t, counts);
    case 'cluster': {
      const { world } = w.stage.cluster;
      if (world.deployment()?.spec.replicas === t.replicas) return;
      world.someoneElse.scales(t.replicas);
      w.moves.push(w.stage.clock.now());
    }
  }
}

/** Everything runs again, everybody is there, every message that was held is on its way. */
export async function mend(w: World): Promise<void> {
  w.boundaries.reset();
  w.stage.faults.clear();
  w.postgres.thaw();
  w.redis?.thaw();
  await w.redis?.start();
  await w.postgres.start();
  await w.stage.pagerduty.webhooks.release('reversed');
  w.stage.pagerduty.webhooks.enable();
  await w.crew.whole();
  await ringDue(w);
}
