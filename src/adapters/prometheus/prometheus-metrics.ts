/** The metrics port over Prometheus' HTTP API (and what speaks it: Thanos, Mimir, VictoriaMetrics). */
import { Agent, fetch, type Response } from 'undici';
import { Fault } from '../../ports/fault.ts';
import type { Metrics, Reading } from '../../ports/metrics.ts';
import { call, type OnCall } from '../http/call.ts';
import { readWhole } from '../http/read-body.ts';
import { statusFault } from '../http/status-fault.ts';
import type { Target } from '../http/target.ts';
import { trusted } from '../http/trust.ts';

export interface PrometheusOptions {
  /** Up to and without `/api/v1`. */
  readonly url: string;
  /** `Bearer …` or `Basic …`, as the server wants it. */
  readonly authorization?: string | undefined;
  readonly ca?: string | undefined;
  /** Milliseconds per query. @default 10000 */
  readonly timeout?: number;
  readonly onCall?: OnCall | undefined;
}

const MOST = 1_000;
const LARGEST = 4 * 1024 * 1024;
/** Longer queries go in a body, where proxies do not cut them. */
const IN_URL = 1_500;

interface Answer {
  readonly status?: string;
  readonly error?: string;
  readonly data?: { readonly resultType?: string; readonly result?: unknown };
}

type Sample = readonly [number, string];

export class PrometheusMetrics implements Metrics {
  readonly #o: PrometheusOptions;
  readonly #agent: Agent;
  readonly #query: string;

  constructor(o: PrometheusOptions) {
    this.#o = o;
    this.#query = `${o.url.replace(/\/+$/, '')}/api/v1/query`;
    this.#agent = new Agent({ connections: 8, connect: trusted(o.ca) });
  }

  query(expression: string): Promise<readonly Reading[]> {
    const deadline = this.#o.timeout ?? 10_000;
    const plan = {
      vendor: 'prometheus',
      label: 'Prometheus',
      operation: 'query',
      effect: 'read',
      deadline,
      onCall: this.#o.onCall,
    } as const;
    return call(plan, async (signal) => {
      const answer = await this.#ask(expression, deadline, signal);
      return readings(await parse(plan, answer));
    });
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  #ask(expression: string, deadline: number, signal: AbortSignal): Promise<Response> {
    const form = new URLSearchParams({
      query: expression,
      // The server stops working on what nobody waits for, and does not send what nobody reads.
      timeout: `${deadline}ms`,
      limit: String(MOST + 1),
    });
    const headers: Record<string, string> = { accept: 'application/json' };
    if (this.#o.authorization !== undefined) headers.authorization = this.#o.authorization;
    const common = { headers, signal, redirect: 'manual', dispatcher: this.#agent } as const;
    if (expression.length <= IN_URL) return fetch(`${this.#query}?${form}`, common);
    headers['content-type'] = 'application/x-www-form-urlencoded';
    return fetch(this.#query, { ...common, method: 'POST', body: form.toString() });
  }
}

async function parse(plan: Target, answer: Response): Promise<Answer> {
  const text = await readWhole(answer.body, LARGEST);
  const body = jsonOf(text);
  if (answer.status === 200 && body?.status === 'success') return body;
  // 400 and 422: the query is wrong or asks too much; the server's own words help most.
  const message = body?.error ?? text;
  const wait = { retryAfter: answer.headers.get('retry-after'), date: answer.headers.get('date') };
  throw statusFault(plan, { status: answer.status, message, ...wait });
}

function jsonOf(text: string): Answer | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Answer) : undefined;
  } catch {
    return undefined;
  }
}

function readings({ data }: Answer): readonly Reading[] {
  const result = data?.result;
  switch (data?.resultType) {
    case 'scalar':
      return [{ labels: {}, value: numberOf((result as Sample)[1]) }];
    case 'vector': {
      const series = result as readonly { metric: Record<string, string>; value?: Sample }[];
      if (series.length > MOST) {
        throw new Fault('permanent', 'prometheus.too-many-series', `more than ${MOST} series: aggregate in the query`);
      }
      return series.map(({ metric, value }) => ({ labels: metric, value: numberOf(value?.[1]) }));
    }
    default: {
      const type = data?.resultType ?? 'nothing';
      throw new Fault(
        'permanent',
        'prometheus.not-instant',
        `the query gives a ${type}; it must give numbers of one moment`,
      );
    }
  }
}

/** Prometheus writes numbers as text: `NaN`, `+Inf`, `-Inf`, `1e-3`. */
function numberOf(text: string | undefined): number {
  if (text === '+Inf' || text === 'Inf') return Number.POSITIVE_INFINITY;
  return text === '-Inf' ? Number.NEGATIVE_INFINITY : Number(text);
}
