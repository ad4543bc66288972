/** A parsed PromQL query. */

export type MatchOp = '=' | '!=' | '=~' | '!~';

export interface Matcher {
  readonly label: string;
  readonly op: MatchOp;
  readonly value: string;
}

export interface Selector {
  readonly kind: 'selector';
  readonly matchers: readonly Matcher[];
  /** Milliseconds; undefined for an instant selector. */
  readonly range: number | undefined;
  readonly offset: number;
}

export const AGGREGATORS = [
  'sum',
  'avg',
  'max',
  'min',
  'count',
  'group',
  'stddev',
  'topk',
  'bottomk',
  'quantile',
] as const;
export type Aggregator = (typeof AGGREGATORS)[number];
/** These take a parameter before the vector. */
export const WITH_PARAMETER: readonly Aggregator[] = ['topk', 'bottomk', 'quantile'];

export interface Grouping {
  readonly by: boolean;
  readonly labels: readonly string[];
}

export type BinaryOp =
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '^'
  | '=='
  | '!='
  | '>'
  | '<'
  | '>='
  | '<='
  | 'and'
  | 'or'
  | 'unless';

export interface Matching {
  /** `on` these labels, or on all but these. */
  readonly on: boolean;
  readonly labels: readonly string[];
  readonly many: 'none' | 'left' | 'right';
  readonly include: readonly string[];
}

export type Expr =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | Selector
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expr[] }
  | {
      readonly kind: 'aggregate';
      readonly op: Aggregator;
      readonly grouping: Grouping;
      readonly parameter: Expr | undefined;
      readonly of: Expr;
    }
  | {
      readonly kind: 'binary';
      readonly op: BinaryOp;
      readonly left: Expr;
      readonly right: Expr;
      readonly bool: boolean;
      readonly matching: Matching;
    }
  | { readonly kind: 'negate'; readonly of: Expr };

export type ValueType = 'scalar' | 'string' | 'vector' | 'matrix';

/** How Prometheus names the types in its messages. */
export const TYPE_NAMES: Readonly<Record<ValueType, string>> = {
  scalar: 'scalar',
  string: 'string',
  vector: 'instant vector',
  matrix: 'range vector',
};
