/** Parses PromQL by precedence climbing, refusing what Prometheus refuses in the words it uses. */
import {
  AGGREGATORS,
  type Aggregator,
  type BinaryOp,
  type Expr,
  type Grouping,
  type Matcher,
  type Matching,
  type MatchOp,
  TYPE_NAMES,
  WITH_PARAMETER,
} from './promql-ast.ts';
import { COMPARISONS, checkMatcher, checkOperands, describe, KEYWORDS, matchesEmpty, SETS } from './promql-check.ts';
import { checkCall, typeOf } from './promql-signatures.ts';
import { durationMs, ParseError, type Token, tokenize } from './promql-token.ts';

const PRECEDENCE: Readonly<Record<BinaryOp, number>> = {
  or: 1,
  and: 2,
  unless: 2,
  '==': 3,
  '!=': 3,
  '<=': 3,
  '<': 3,
  '>=': 3,
  '>': 3,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
  '%': 5,
  '^': 7,
};
/** Between multiplication and power: `-2 ^ 2` is `-(2 ^ 2)`. */
const UNARY = 6;

export function parsePromql(query: string): Expr {
  if (query.trim() === '') throw new NoExpression();
  const parser = new Parser(tokenize(query));
  return parser.whole();
}

class NoExpression extends ParseError {
  constructor() {
    super(1, 'no expression found in input');
    this.message = 'unknown position: parse error: no expression found in input';
  }
}

class Parser {
  readonly #tokens: readonly Token[];
  #i = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Expr {
    const e = this.#expression(0);
    if (this.#now.kind !== 'end') throw this.#unexpected();
    return e;
  }

  get #now(): Token {
    return this.#tokens[Math.min(this.#i, this.#tokens.length - 1)]!;
  }

  #take(): Token {
    const t = this.#now;
    this.#i += 1;
    return t;
  }

  #is(text: string): boolean {
    const t = this.#now;
    if (t.kind === 'symbol') return t.text === text;
    return t.kind === 'name' && /^[a-z]/.test(text) && t.text.toLowerCase() === text;
  }

  #skip(text: string): boolean {
    if (!this.#is(text)) return false;
    this.#i += 1;
    return true;
  }

  #expect(text: string, context: string): void {
    if (!this.#skip(text)) throw this.#unexpected(context, `"${text}"`);
  }

  #unexpected(context = '', expected = ''): ParseError {
    const where = context === '' ? '' : ` in ${context}`;
    return new ParseError(
      this.#now.at,
      `unexpected ${describe(this.#now)}${where}${expected === '' ? '' : `, expected ${expected}`}`,
    );
  }

  #expression(least: number): Expr {
    let left = this.#unary();
    for (let op = this.#operator(); op && PRECEDENCE[op] >= least; op = this.#operator()) {
      const { at } = this.#take();
      const bool = this.#skip('bool');
      if (bool && !COMPARISONS.includes(op))
        throw new ParseError(at, 'bool modifier can only be used on comparison operators');
      const matching = this.#matching(op);
      const level = PRECEDENCE[op];
      // Power alone binds to the right.
      const right = this.#expression(op === '^' ? level : level + 1);
      checkOperands(op, left, right, bool, at);
      left = { kind: 'binary', op, left, right, bool, matching };
    }
    return left;
  }

  #operator(): BinaryOp | undefined {
    const t = this.#now;
    if (t.kind !== 'symbol' && t.kind !== 'name') return undefined;
    const text = t.text.toLowerCase();
    return Object.hasOwn(PRECEDENCE, text) ? (text as BinaryOp) : undefined;
  }

  #matching(op: BinaryOp): Matching {
    const on = this.#is('on');
    if (!on && !this.#is('ignoring')) return { on: false, labels: [], many: 'none', include: [] };
    this.#take();
    const labels = this.#labels();
    const many = this.#is('group_left') ? 'left' : this.#is('group_right') ? 'right' : 'none';
    if (many === 'none') return { on, labels, many, include: [] };
    const { at } = this.#take();
    if (SETS.includes(op)) throw new ParseError(at, `no grouping allowed for "${op}" operation`);
    return { on, labels, many, include: this.#is('(') ? this.#labels() : [] };
  }

  #unary(): Expr {
    const { at } = this.#now;
    if (this.#is('-') || this.#is('+')) {
      const negative = this.#take().text === '-';
      const of = this.#expression(UNARY);
      if (typeOf(of) === 'string' || typeOf(of) === 'matrix')
        throw new ParseError(
          at,
          `unary expression only allowed on expressions of type scalar or instant vector, got "${TYPE_NAMES[typeOf(of)]}"`,
        );
      return negative ? { kind: 'negate', of } : of;
    }
    return this.#suffixed(this.#primary(), at);
  }

  /** `[5m]` and `offset 1h`, in that order. */
  #suffixed(e: Expr, at: number): Expr {
    let out = e;
    if (this.#is('[')) {
      this.#take();
      const duration = this.#now;
      if (duration.kind !== 'duration') throw this.#unexpected('subquery or range', 'duration');
      if (out.kind !== 'selector' || out.range !== undefined)
        throw new ParseError(at, 'ranges only allowed for vector selectors');
      this.#take();
      if (this.#is(':')) throw new ParseError(this.#now.at, 'subqueries are not part of this sandbox');
      this.#expect(']', 'subquery or range');
      out = { ...out, range: durationMs(duration.text) };
    }
    if (!this.#skip('offset')) return out;
    const back = this.#skip('-');
    if (this.#now.kind !== 'duration') throw this.#unexpected('offset', 'duration');
    const offset = durationMs(this.#take().text) * (back ? -1 : 1);
    if (out.kind !== 'selector')
      throw new ParseError(
        at,
        'offset modifier must be preceded by an instant vector selector or range vector selector or a subquery',
      );
    return { ...out, offset };
  }

  #primary(): Expr {
    const t = this.#now;
    if (t.kind === 'number') {
      this.#take();
      return { kind: 'number', value: Number(t.text) };
    }
    if (t.kind === 'string') {
      this.#take();
      return { kind: 'string', value: t.text };
    }
    if (t.kind === 'symbol' && t.text === '(') {
      this.#take();
      const e = this.#expression(0);
      if (this.#now.kind === 'end') throw new ParseError(t.at, 'unclosed left parenthesis');
      this.#expect(')', '');
      return e;
    }
    if (t.kind === 'symbol' && t.text === '{') return this.#selector('', t.at);
    if (t.kind !== 'name' || KEYWORDS.includes(t.text.toLowerCase())) throw this.#unexpected();
    this.#take();
    const name = t.text;
    if (/^(inf|nan)$/i.test(name))
      return { kind: 'number', value: /inf/i.test(name) ? Number.POSITIVE_INFINITY : Number.NaN };
    const aggregator = AGGREGATORS.find((a) => a === name.toLowerCase());
    if (aggregator && (this.#is('(') || this.#is('by') || this.#is('without')))
      return this.#aggregate(aggregator, t.at);
    if (this.#is('(')) {
      const { args, starts } = this.#args();
      checkCall(name, args, t.at, starts);
      return { kind: 'call', name, args };
    }
    return this.#selector(name, t.at);
  }

  #aggregate(op: Aggregator, at: number): Expr {
    const before = this.#grouping();
    const { args } = this.#args();
    const grouping = before ?? this.#grouping() ?? { by: true, labels: [] };
    const count = WITH_PARAMETER.includes(op) ? 2 : 1;
    if (args.length !== count)
      throw new ParseError(
        at,
        `wrong number of arguments for aggregate expression provided, expected ${count}, got ${args.length}`,
      );
    const of = args.at(-1)!;
    const parameter = count === 2 ? args[0] : undefined;
    if (parameter && typeOf(parameter) !== 'scalar')
      throw new ParseError(at, `expected type scalar in aggregation parameter, got ${TYPE_NAMES[typeOf(parameter)]}`);
    if (typeOf(of) !== 'vector')
      throw new ParseError(at, `expected type instant vector in aggregation expression, got ${TYPE_NAMES[typeOf(of)]}`);
    return { kind: 'aggregate', op, grouping, parameter, of };
  }

  #grouping(): Grouping | undefined {
    const by = this.#is('by');
    if (!by && !this.#is('without')) return undefined;
    this.#take();
    return { by, labels: this.#labels() };
  }

  #labels(): string[] {
    this.#expect('(', 'grouping opts');
    const labels: string[] = [];
    while (!this.#skip(')')) {
      if (this.#now.kind !== 'name') throw this.#unexpected('grouping opts', 'label');
      labels.push(this.#take().text);
      if (!this.#is(')') && !this.#skip(',')) throw this.#unexpected('grouping opts', '"," or ")"');
    }
    return labels;
  }

  #args(): { args: Expr[]; starts: number[] } {
    const open = this.#take();
    const args: Expr[] = [];
    const starts: number[] = [];
    while (!this.#skip(')')) {
      if (args.length > 0 && !this.#skip(',')) {
        if (this.#now.kind === 'end') throw new ParseError(open.at, 'unclosed left parenthesis');
        throw this.#unexpected();
      }
      if (this.#now.kind === 'end') throw new ParseError(open.at, 'unclosed left parenthesis');
      starts.push(this.#now.at);
      args.push(this.#expression(0));
    }
    return { args, starts };
  }

  #selector(name: string, at: number): Expr {
    const matchers: Matcher[] = name === '' ? [] : [{ label: '__name__', op: '=', value: name }];
    if (this.#skip('{'))
      while (!this.#skip('}')) {
        if (this.#now.kind !== 'name')
          throw this.#unexpected(this.#now.kind === 'end' ? 'inside braces' : 'label matching', 'identifier or "}"');
        const label = this.#take().text;
        const op = this.#now;
        if (op.kind !== 'symbol' || !['=', '!=', '=~', '!~'].includes(op.text))
          throw this.#unexpected('label matching', 'label matching operator');
        this.#take();
        const value = this.#now;
        if (value.kind !== 'string') throw this.#unexpected('label matching', 'string');
        this.#take();
        matchers.push(checkMatcher({ label, op: op.text as MatchOp, value: value.text }, value.at));
        if (!this.#is('}') && !this.#skip(',')) throw this.#unexpected('label matching', '"," or "}"');
      }
    if (matchers.every(matchesEmpty))
      throw new ParseError(at, 'vector selector must contain at least one non-empty matcher');
    return { kind: 'selector', matchers, range: undefined, offset: 0 };
  }
}
