/** Prometheus' HTTP API: instant and range queries, and the signs that it is there. */
import type { SimReply, SimRequest } from '../http/server.ts';
import type { Expr } from './promql-ast.ts';
import { evaluate } from './promql-eval.ts';
import { parsePromql } from './promql-parse.ts';
import { typeOf } from './promql-signatures.ts';
import { durationMs, ParseError } from './promql-token.ts';
import { ExecutionError, format, keyOf, type Value } from './promql-values.ts';
import type { SeriesSource } from './series.ts';

const MOST_STEPS = 11_000;

const success = (data: unknown): SimReply => ({ status: 200, body: { status: 'success', data } });
const failure = (status: number, errorType: string, error: string): SimReply => ({
  status,
  body: { status: 'error', errorType, error },
});

class BadParameter extends Error {
  constructor(name: string, why: string) {
    super(`invalid parameter "${name}": ${why}`);
  }
}

export function answerPrometheus(source: SeriesSource, now: number, req: SimRequest): SimReply {
  if (req.path === '/-/healthy') return { status: 200, body: 'Prometheus Server is Healthy.\n' };
  if (req.path === '/-/ready') return { status: 200, body: 'Prometheus Server is Ready.\n' };
  if (req.path === '/api/v1/status/buildinfo')
    return success({
      version: '3.1.0',
      revision: '7086161a93b262aa0949dbf2aba15a5a7b13e0a3',
      branch: 'HEAD',
      buildUser: '',
      buildDate: '20250102-13:52:43',
      goVersion: 'go1.23.4',
    });
  if (req.path !== '/api/v1/query' && req.path !== '/api/v1/query_range')
    return { status: 404, body: '404 page not found\n' };
  if (req.method !== 'GET' && req.method !== 'POST') return { status: 405, headers: { allow: 'GET, OPTIONS, POST' } };
  const parameter = parametersOf(req);
  try {
    return req.path === '/api/v1/query'
      ? success(instantQuery(source, now, parameter))
      : success(rangeQuery(source, parameter));
  } catch (e) {
    if (e instanceof BadParameter) return failure(400, 'bad_data', e.message);
    if (e instanceof ExecutionError) return failure(422, 'execution', e.message);
    throw e;
  }
}

type Parameters = (name: string) => string | undefined;

function parametersOf(req: SimRequest): Parameters {
  const form = new Map<string, string>();
  if (typeof req.body === 'object' && req.body !== null)
    for (const [k, v] of Object.entries(req.body)) if (typeof v === 'string') form.set(k, v);
  return (name) => form.get(name) ?? req.query.get(name) ?? undefined;
}

function parse(parameter: Parameters): Expr {
  try {
    return parsePromql(parameter('query') ?? '');
  } catch (e) {
    throw e instanceof ParseError ? new BadParameter('query', e.message) : e;
  }
}

function instantQuery(source: SeriesSource, now: number, parameter: Parameters): unknown {
  const time = parameter('time');
  const at = time === undefined ? now : timestamp('time', time);
  return instantResult(evaluate(parse(parameter), { source, at }), at);
}

function instantResult(v: Value, at: number): unknown {
  switch (v.type) {
    case 'scalar':
      return { resultType: 'scalar', result: [at / 1000, format(v.value)] };
    case 'string':
      return { resultType: 'string', result: [at / 1000, v.value] };
    case 'vector':
      return {
        resultType: 'vector',
        result: v.samples.map((s) => ({ metric: s.labels, value: [at / 1000, format(s.value)] })),
      };
    case 'matrix':
      return {
        resultType: 'matrix',
        result: v.ranges.map((r) => ({
          metric: r.labels,
          values: r.points.map((p) => [p.at / 1000, format(p.value)]),
        })),
      };
  }
}

function rangeQuery(source: SeriesSource, parameter: Parameters): unknown {
  const start = timestamp('start', parameter('start') ?? '');
  const end = timestamp('end', parameter('end') ?? '');
  if (end < start) throw new BadParameter('end', 'end timestamp must not be before start time');
  const step = stepMs(parameter('step') ?? '');
  if ((end - start) / step > MOST_STEPS)
    throw new BadParameter(
      'step',
      'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
    );
  const query = parse(parameter);
  const type = typeOf(query);
  if (type !== 'scalar' && type !== 'vector')
    throw new BadParameter(
      'query',
      `invalid expression type "${type === 'matrix' ? 'range vector' : type}" for range query, must be Scalar or instant Vector`,
    );
  const lines = new Map<string, { metric: object; values: [number, string][] }>();
  for (let at = start; at <= end; at += step) {
    const v = evaluate(query, { source, at });
    const samples = v.type === 'vector' ? v.samples : v.type === 'scalar' ? [{ labels: {}, value: v.value }] : [];
    for (const s of samples) {
      const key = keyOf(s.labels);
      const line = lines.get(key) ?? { metric: s.labels, values: [] };
      line.values.push([at / 1000, format(s.value)]);
      lines.set(key, line);
    }
  }
  return { resultType: 'matrix', result: [...lines.values()] };
}

/** Seconds since the epoch, or RFC 3339; gives milliseconds. */
function timestamp(name: string, text: string): number {
  const ms = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text);
  if (text === '' || Number.isNaN(ms)) throw new BadParameter(name, `cannot parse "${text}" to a valid timestamp`);
  return ms;
}

function stepMs(text: string): number {
  const ms = /^\d+(\.\d+)?$/.test(text)
    ? Number(text) * 1000
    : /^(\d+(ms|[smhdwy]))+$/.test(text)
      ? durationMs(text)
      : Number.NaN;
  if (Number.isNaN(ms)) throw new BadParameter('step', `cannot parse "${text}" to a valid duration`);
  if (ms <= 0)
    throw new BadParameter(
      'step',
      'zero or negative query resolution step widths are not accepted. Try a positive integer',
    );
  return ms;
}
