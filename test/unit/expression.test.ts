import {
  checkExpression,
  evaluate,
  expressionsIn,
  interpolate,
  like,
  references,
  soleExpression,
} from '../../src/lib/expression.ts';

const scope = {
  inputs: { namespace: 'architect-production', replicas: 3 },
  steps: {
    pods: {
      items: [
        { name: 'a', ready: true },
        { name: 'b', ready: false },
      ],
      notReady: ['b'],
    },
  },
  value: 0,
};

const value = (source: string, data: Record<string, unknown> = scope) => {
  const result = evaluate(source, data);
  if (!result.ok) throw new Error(result.error);
  return result.value;
};
const error = (source: string, data: Record<string, unknown> = scope) => {
  const result = evaluate(source, data);
  if (result.ok) throw new Error(`gave ${JSON.stringify(result.value)}`);
  return result.error;
};

describe('evaluate', () => {
  it.each([
    ['size(steps.pods.notReady)', 1],
    ['value < 0.001', true],
    ['inputs.replicas + 1', 4],
    ['inputs.replicas * 2 - 1', 5],
    ['2 * inputs.replicas % 4', 2],
    ['steps.pods.items.filter(p, !p.ready).map(p, p.name)', ['b']],
    ['steps["pods"].items[0].name', 'a'],
    ["inputs.namespace in ['x', 'architect-production']", true],
    ["like(inputs.namespace, 'architect-*')", true],
    ["inputs.namespace.like('*-staging')", false],
    ['round(2.0 / 3.0, 2)', 0.67],
    ['(1 + inputs.replicas) / 2 + size(steps.pods.items) % 2', 2],
    ['has(steps.gone)', false],
    ["has(steps.gone) ? steps.gone.x : 'none'", 'none'],
    ["timestamp('2024-02-29T00:00:00Z')", '2024-02-29T00:00:00.000Z'],
    ["duration('5m')", '300s'],
    ['{"a": {"b": [1, 2]}}', { a: { b: [1, 2] } }],
    ['null', null],
  ])('%s', (source, expected) => expect(value(source)).toEqual(expected));

  it('tells what exists when a name or key does not', () => {
    expect(error('step.pods')).toMatch(/Unknown variable: step; there is inputs, steps, value/);
    expect(error('inputs.namspace')).toBe('No such key: namspace; there is namespace, replicas');
    expect(error('steps.pods.itms.size()')).toMatch(/there is items, notReady/);
  });

  it('gives only what JSON can hold, exactly', () => {
    expect(value('9007199254740991')).toBe(Number.MAX_SAFE_INTEGER);
    expect(error('9007199254740992')).toMatch(/too large to be exact/);
    expect(error('1.0 / 0.0')).toMatch(/not a finite number/);
    expect(error('type(1)')).toMatch(/not data/);
    expect(error('cel')).toMatch(/not data/);
  });
});

describe('hostile expressions', () => {
  it.each([
    'inputs.constructor',
    'inputs.constructor.constructor("return process")()',
    'inputs["constructor"]',
    'inputs.__proto__',
    'inputs["__proto__"]',
    '"".constructor',
    'steps.pods.items.constructor',
    'constructor',
    'toString',
    '__proto__',
    'hasOwnProperty',
    'globalThis',
    'process',
    'inputs.toString()',
  ])('%s reaches nothing', (source) => expect(evaluate(source, scope).ok).toBe(false));

  it('sees own plain data only, never getters, prototypes or instances', () => {
    class Secret {
      token = 'x';
    }
    const data = {
      a: Object.create({ inherited: 1 }, { own: { value: 2, enumerable: true } }),
      s: new Secret(),
      f: () => 1,
    };
    expect(evaluate('a.inherited', data).ok).toBe(false);
    expect(evaluate('s.token', data).ok).toBe(false);
    expect(evaluate('f', data).ok).toBe(false);
    expect(value('o["__proto__"].x', { o: JSON.parse('{"__proto__":{"x":1}}') })).toBe(1);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it('refuses regular expressions and names what to use', () => {
    expect(checkExpression("'aaaa'.matches('(a+)+$')")).toMatch(/matches\(\) is refused.*like\(text/);
    expect(error("'aaaa'.matches('(a+)+$')")).toMatch(/refused/);
    expect(checkExpression('cel.bind(a, 1, a + a)')).toMatch(/refused/);
    expect(checkExpression("bytes('{}').json()")).toMatch(/refused/);
  });

  it.each([
    ['10k parentheses', `${'('.repeat(10_000)}1${')'.repeat(10_000)}`],
    ['1k nested lists', `${'['.repeat(900)}1${']'.repeat(900)}`],
    ['10k negations', `${'!'.repeat(10_000)}true`],
    ['a huge string', `'${'x'.repeat(5_000_000)}'`],
    ['a long sum', Array.from({ length: 900 }, () => '1').join('+')],
    ['deep in a short text', `${'-('.repeat(300)}1${')'.repeat(300)}`],
  ])('%s fails, and does not take minutes', (_, source) => {
    const before = performance.now();
    expect(checkExpression(source)).toBeDefined();
    expect(evaluate(source, scope).ok).toBe(false);
    expect(performance.now() - before).toBeLessThan(30_000);
  });

  it.each([
    ['nested loops over large lists', 'l.map(a, l.map(b, a))'],
    ['a quantifier that swallows errors', 'l.all(a, l.all(b, true))'],
    ['doubling lists', `[l]${'.map(a, a + a)'.repeat(12)}`],
    ['doubling strings', `[s]${'.map(a, a + a)'.repeat(12)}.size()`],
    ['splitting into a list of letters', "s.split('').map(a, s.split('').size())"],
  ])('%s are stopped', (_, source) => {
    const data = { l: Array.from({ length: 5_000 }, (_, i) => i), s: 'x'.repeat(60_000) };
    const before = performance.now();
    expect(error(source, data)).toMatch(/too much work|too large/);
    expect(performance.now() - before).toBeLessThan(30_000);
  });

  it('bounds the data it is shown', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 10_000; i++) deep = { deep };
    expect(error('d.deep', { d: deep })).toMatch(/nested deeper/);
    expect(error('l', { l: Array.from({ length: 200_000 }, () => 1) })).toMatch(/more than/);
  });

  it('matches globs without running away', () => {
    expect(like('api-7f', 'api-??')).toBe(true);
    expect(like('api', '*')).toBe(true);
    expect(like('a*b', 'a?b')).toBe(true);
    expect(like('abc', 'ab')).toBe(false);
    const before = performance.now();
    expect(like('a'.repeat(20_000), `${'*a'.repeat(200)}b`)).toBe(false);
    expect(performance.now() - before).toBeLessThan(30_000);
  });
});

describe('checkExpression', () => {
  it('accepts what runbooks write', () => {
    expect(checkExpression("incident.severity in ['p1', 'p2']")).toBeUndefined();
    expect(checkExpression('size(steps.pods.notReady) > 0 && value < 0.001')).toBeUndefined();
  });
  it.each(['1 +', '', '   ', 'a b', 'foo(1)', '"a" + 1', "'open", 'a.map(1, 2)'])('refuses %j', (source) =>
    expect(checkExpression(source)).toEqual(expect.any(String)),
  );
});

describe('references', () => {
  it('lists what is read, without loop variables, and marks has()', () => {
    expect(references("steps['pods'].items.filter(p, p.name == inputs.x).size() + steps.l[0].y")).toEqual([
      { path: ['steps', 'pods', 'items'], optional: false },
      { path: ['inputs', 'x'], optional: false },
      { path: ['steps', 'l'], optional: false },
    ]);
    expect(references('has(steps.gone.x)')).toEqual([{ path: ['steps', 'gone', 'x'], optional: true }]);
  });
});

describe('expressionsIn', () => {
  it('finds each with its offsets', () => {
    const text = 'a ${{ x }} b ${{y}}';
    expect(expressionsIn(text)).toEqual([
      { source: 'x', start: 2, end: 10, closed: true },
      { source: 'y', start: 13, end: 19, closed: true },
    ]);
  });
  it('is not fooled by braces inside strings and maps', () => {
    expect(expressionsIn('${{ {"a": {"b": 1}} }}!')[0]?.source).toBe('{"a": {"b": 1}}');
    expect(expressionsIn("${{ '}}' + '\\'}}' }}")[0]?.source).toBe("'}}' + '\\'}}'");
    expect(expressionsIn('${{ x ')[0]?.closed).toBe(false);
  });
});

describe('interpolate', () => {
  const done = (v: unknown, data: Record<string, unknown> = scope) => interpolate(v, data);

  it('keeps the type of a lone expression and concatenates otherwise', () => {
    expect(
      done({ replicas: '${{ inputs.replicas }}', lock: 'd/${{ inputs.namespace }}/${{ inputs.replicas }}', n: 1 }),
    ).toEqual({
      ok: true,
      value: { replicas: 3, lock: 'd/architect-production/3', n: 1 },
    });
    expect(done('pods: ${{ steps.pods.notReady }}')).toEqual({ ok: true, value: 'pods: ["b"]' });
  });

  it('renders once: data that looks like an expression stays text', () => {
    const data = { title: "${{ secrets.token }} ${{ ''.constructor }}", secrets: { token: 'hunter2' } };
    expect(done('${{ title }}', data)).toEqual({ ok: true, value: data.title });
    expect(done('T: ${{ title }}', data)).toEqual({ ok: true, value: `T: ${data.title}` });
    expect(
      done(['$${{ a }}', '${{ a + b }}'], { a: '{{ secrets.token }}', b: '${{ a }}', secrets: { token: 'x' } }),
    ).toEqual({
      ok: true,
      value: ['${{ secrets.token }}', '{{ secrets.token }}${{ a }}'],
    });
  });

  it('says where it failed', () => {
    expect(done({ a: [{ b: 'x ${{ inputs.gone }}' }] })).toMatchObject({ ok: false, path: ['a', 0, 'b'] });
    expect(done('x ${{ inputs.replicas')).toMatchObject({ ok: false, error: expect.stringContaining('never closed') });
    expect(done('x ${{ n }}', { n: null })).toMatchObject({
      ok: false,
      error: expect.stringContaining("== null ? 'none'"),
    });
  });

  it('does not overflow on nested or huge values', () => {
    let deep: unknown = 'x';
    for (let i = 0; i < 10_000; i++) deep = [deep];
    expect(done(deep)).toMatchObject({ ok: false });
    expect(done(`${'${{ s }}'.repeat(20)}.`, { s: 'x'.repeat(60_000) })).toMatchObject({ ok: false });
    expect(done('${{'.repeat(100_000))).toMatchObject({ ok: false });
  });

  it('leaves keys alone and never makes a prototype', () => {
    const hostile = JSON.parse('{"__proto__": {"polluted": "${{ inputs.replicas }}"}, "${{ a }}": 1}');
    const result = done(hostile);
    expect(result.ok && Object.keys(result.value as object)).toEqual(['__proto__', '${{ a }}']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('soleExpression', () => {
  it('knows one from several', () => {
    expect(soleExpression(' ${{ a }} ')).toBe('a');
    expect(soleExpression('${{ a }}${{ b }}')).toBeUndefined();
    expect(soleExpression('a')).toBeUndefined();
  });
});
