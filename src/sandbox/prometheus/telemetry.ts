/** Remembers what monitoring would have scraped from the world: each transition is recorded once, samples come on demand. */
import { fraction } from '../kubernetes/ids.ts';
import type { RunningContainer, Snapshot } from '../service/snapshot.ts';
import { ENDPOINTS, type Flow, LATENCY_BOUNDS, memoryBytes } from '../service/traffic.ts';
import { CounterHistory, StepHistory } from './history.ts';
import type { Series, SeriesSource } from './series.ts';

const KEPT_MS = 2 * 3_600_000;
const STATUSES: readonly string[] = ['200', '404', '500', '503'];
/** Where in a flow's counters each figure stands. */
const FAILED = STATUSES.indexOf('500');
const SHED = STATUSES.indexOf('503');
const CORES = STATUSES.length;
const BUSY = CORES + 1;
const BUCKETS = BUSY + 1;
const COUNT = BUCKETS + LATENCY_BOUNDS.length;

function counters(f: Flow): number[] {
  return [f.ok, f.missing, f.failed, f.shed, f.cores, f.busy, ...f.within, f.ok + f.missing + f.failed];
}

interface Tracked {
  readonly history: CounterHistory;
  readonly series: readonly Series[];
}

export class Telemetry implements SeriesSource {
  readonly #runs = new Map<string, Tracked>();
  readonly #gauges = new Map<string, { history: StepHistory; series: Series }>();
  #gateway: Tracked | undefined;
  #index: Map<string, Series[]> | undefined;
  #forgotten = 0;

  record(now: number, seen: Snapshot): void {
    const alive = new Set<string>();
    for (const c of seen.running) {
      alive.add(c.run.id);
      const known = this.#runs.get(c.run.id);
      if (known) known.history.change(now, counters(c.flow));
      else this.#begin(c, now);
    }
    for (const [id, t] of this.#runs) if (!alive.has(id)) t.history.endedAt ??= now;
    if (this.#gateway) this.#gateway.history.change(now, counters(seen.gateway));
    else {
      const history = new CounterHistory(now, counters(seen.gateway));
      this.#gateway = { history, series: requestSeries(history, { job: 'gateway' }, 'gateway', ['503']) };
    }
    this.#step(now, seen);
    if (now - this.#forgotten > KEPT_MS / 4) this.#forget(now);
  }

  named(name: string | undefined): readonly Series[] {
    this.#index ??= byName(this.#all());
    return name === undefined ? [...this.#index.values()].flat() : (this.#index.get(name) ?? []);
  }

  /** The share of all requests between two instants that failed or was turned away; undefined when there were none. */
  failing(from: number, to: number): number | undefined {
    const histories = [...this.#runs.values(), ...(this.#gateway ? [this.#gateway] : [])].map((t) => t.history);
    const during = (i: number) => histories.reduce((n, h) => n + h.growth(i, from, to), 0);
    const bad = during(FAILED) + during(SHED);
    const all = during(0) + during(1) + bad;
    return all > 0 ? bad / all : undefined;
  }

  #all(): Series[] {
    const runs = [...this.#runs.values(), ...(this.#gateway ? [this.#gateway] : [])].flatMap((t) => t.series);
    return [...runs, ...[...this.#gauges.values()].map((g) => g.series)];
  }

  #begin(c: RunningContainer, now: number): void {
    const history = new CounterHistory(c.run.startedAt, counters(c.flow));
    history.change(now, counters(c.flow));
    const series = [...containerSeries(history, c)];
    if (c.job !== '') {
      const labels = { job: c.job, namespace: c.namespace, pod: c.pod, instance: `${c.pod}:8080` };
      series.push(...requestSeries(history, labels, c.run.id, STATUSES), ...latencySeries(history, labels, c.run.id));
    }
    this.#runs.set(c.run.id, { history, series });
    this.#index = undefined;
  }

  #step(now: number, seen: Snapshot): void {
    const told = new Set<string>();
    for (const g of seen.gauges) {
      const key = `${g.name}/${Object.values(g.labels).join('/')}`;
      told.add(key);
      let known = this.#gauges.get(key);
      if (!known) {
        const history = new StepHistory();
        known = { history, series: { labels: { __name__: g.name, ...g.labels }, at: (t) => history.at(t) } };
        this.#gauges.set(key, known);
        this.#index = undefined;
      }
      known.history.set(now, g.value);
    }
    for (const [key, g] of this.#gauges) if (!told.has(key)) g.history.set(now, undefined);
  }

  #forget(now: number): void {
    const before = now - KEPT_MS;
    this.#forgotten = now;
    this.#index = undefined;
    for (const [id, t] of this.#runs) {
      if (t.history.endedAt !== undefined && t.history.endedAt < before) this.#runs.delete(id);
      else t.history.forgetBefore(before);
    }
    this.#gateway?.history.forgetBefore(before);
    for (const [key, g] of this.#gauges) if (!g.history.forgetBefore(before)) this.#gauges.delete(key);
  }
}

function byName(all: readonly Series[]): Map<string, Series[]> {
  const index = new Map<string, Series[]>();
  for (const s of all) {
    const name = s.labels.__name__ ?? '';
    index.set(name, [...(index.get(name) ?? []), s]);
  }
  return index;
}

type Labels = Readonly<Record<string, string>>;

/** Requests are whole; the phase keeps equal pods from all counting their rare errors in the same second. */
function whole(history: CounterHistory, i: number, share: number, seed: string): Series['at'] {
  const phase = fraction(seed);
  return (time) => {
    const exact = history.at(i, time);
    return exact === undefined ? undefined : Math.floor(exact * share + phase);
  };
}

function requestSeries(history: CounterHistory, labels: Labels, id: string, statuses: readonly string[]): Series[] {
  return ENDPOINTS.flatMap(({ path, share }) =>
    statuses.map((status) => ({
      labels: { __name__: 'http_requests_total', ...labels, endpoint: path, status },
      at: whole(history, STATUSES.indexOf(status), share, `${id}/${path}/${status}`),
    })),
  );
}

function latencySeries(history: CounterHistory, labels: Labels, id: string): Series[] {
  const name = 'http_request_duration_seconds';
  return ENDPOINTS.flatMap(({ path, share }) => {
    const seed = `${id}/${path}/latency`;
    const bucket = (le: string, i: number): Series => ({
      labels: { __name__: `${name}_bucket`, ...labels, endpoint: path, le },
      at: whole(history, i, share, seed),
    });
    return [
      ...LATENCY_BOUNDS.map((bound, i) => bucket(String(bound), BUCKETS + i)),
      bucket('+Inf', COUNT),
      { labels: { __name__: `${name}_count`, ...labels, endpoint: path }, at: whole(history, COUNT, share, seed) },
      {
        labels: { __name__: `${name}_sum`, ...labels, endpoint: path },
        at: (t: number) => {
          const busy = history.at(BUSY, t);
          return busy === undefined ? undefined : busy * share;
        },
      },
    ];
  });
}

function containerSeries(history: CounterHistory, c: RunningContainer): Series[] {
  const labels = { namespace: c.namespace, pod: c.pod, container: c.container };
  return [
    { labels: { __name__: 'container_cpu_usage_seconds_total', ...labels }, at: (t) => history.at(CORES, t) },
    {
      labels: { __name__: 'container_memory_usage_bytes', ...labels },
      at: (t) => (history.at(CORES, t) === undefined ? undefined : memoryBytes(t - c.run.startedAt)),
    },
  ];
}
