/** Whether a text is PromQL, by Prometheus' own grammar: what it would refuse at 03:00 is refused when the file is loaded. */
import { parser } from '@prometheus-io/lezer-promql';

export interface Slip {
  /** From 0. */
  readonly at: number;
  readonly message: string;
}

/** Functions that look back over a time: `rate(x[5m])`. */
const OVER_TIME =
  /^(?:rate|irate|increase|deriv|delta|idelta|changes|resets|predict_linear|holt_winters|\w+_over_time)$/;

/** The first slip; undefined when there is none. */
export function promqlSlip(query: string): Slip | undefined {
  let slip: Slip | undefined;
  parser.parse(query).iterate({
    enter(node) {
      if (slip) return false;
      if (node.type.isError) {
        const rest = query.slice(node.from).trim();
        slip = {
          at: node.from,
          message: rest ? `this is not PromQL from “${rest.slice(0, 40)}” on` : 'something is missing at its end',
        };
        return false;
      }
      if (node.name !== 'FunctionCall') return true;
      const name = query.slice(node.from, node.from + query.slice(node.from).search(/[\s(]/));
      const body = node.node.getChild('FunctionCallBody');
      if (!body || !OVER_TIME.test(name)) return true;
      const selects =
        body.getChild('MatrixSelector') ??
        body.getChild('SubqueryExpr') ??
        body.getChild('StepInvariantExpr') ??
        body.getChild('OffsetExpr') ??
        body.getChild('ParenExpr');
      if (!selects)
        slip = { at: node.from, message: `${name}() needs a time to look back over, like ${name}(requests_total[5m])` };
      return true;
    },
  });
  return slip;
}

/** Names of the metrics a query reads, each once. */
export function metricsIn(query: string): readonly string[] {
  const names = new Set<string>();
  parser.parse(query).iterate({
    enter(node) {
      if (node.name === 'Identifier' && node.node.parent?.name === 'VectorSelector')
        names.add(query.slice(node.from, node.to));
    },
  });
  return [...names];
}
