/** A step's parameters: the shorthand, unknown and missing keys, and the kind's own schema for whatever is not an expression. */
import { expressionsIn } from '../../lib/expression.ts';
import { unknownKey } from '../../lib/yaml/document.ts';
import { templateProblem } from '../../lib/yaml/fields.ts';
import type { Path } from '../../lib/yaml/issue.ts';
import { nearest } from '../../lib/yaml/nearest.ts';
import { pick, replaced } from '../../lib/yaml/schema.ts';
import type { Source } from '../../lib/yaml/source.ts';
import type { Params } from './model.ts';
import type { ParamProblem, StepKindSchema } from './step-kind-index.ts';
import type { Uses } from './uses.ts';

export function readParams(
  source: Source,
  uses: Uses,
  at: Path,
  kind: string,
  schema: StepKindSchema,
  id: string,
): Params | undefined {
  const written = pick(source.document.value, at) ?? {};
  const short = typeof written !== 'object';
  if (short && schema.shorthand === undefined) {
    source.value(
      at,
      `${kind} takes named parameters`,
      `write ${kind}: { ${schema.keys.slice(0, 3).join(': …, ')}: … }`,
    );
    return undefined;
  }
  if (Array.isArray(written)) {
    source.value(at, `${kind} takes named parameters, not a list`, `write ${kind}: { ${schema.keys[0] ?? ''}: … }`);
    return undefined;
  }
  const params: Params = short ? { [schema.shorthand ?? '']: source.document.written(at) ?? written } : { ...written };
  /** Where a parameter stands: the shorthand has no key of its own. */
  const place = (path: Path): Path => (short ? at : [...at, ...path]);

  const unknown = Object.keys(params).filter((k) => !schema.keys.includes(k));
  const meant = unknown.map((key) => nearest(key, schema.keys));
  let fits = true;
  for (const key of unknown) {
    const { message, instead } = unknownKey(key, schema.keys);
    source.key(place([key]), `${kind}: ${message}`, instead);
    fits = false;
  }
  for (const key of schema.required.filter((k) => params[k] === undefined || params[k] === null)) {
    if (!meant.includes(key)) source.key(at, `${kind} needs ${key}`, `write ${key}: …`);
    fits = false;
  }
  checkExpressions(source, uses, params, place, schema, id);
  return fits ? checked(source, at, place, kind, schema, params) : params;
}

function checkExpressions(
  source: Source,
  uses: Uses,
  params: Params,
  place: (path: Path) => Path,
  schema: StepKindSchema,
  id: string,
): void {
  const visit = (value: unknown, path: Path): void => {
    if (typeof value === 'string') {
      const bare = path.length === 1 && schema.expressions?.includes(String(path[0]));
      if (schema.literal?.includes(String(path[0])) && expressionsIn(value).length > 0) {
        source.inside(
          place(path),
          '${{',
          `${String(path[0])} is written out: no expression stands in it`,
          'give the value beside it: $1 and values:',
        );
        return;
      }
      if (bare && expressionsIn(value).length === 0) uses.cel(place(path), value, id, schema.outputs ?? 'any');
      else {
        const wrong = templateProblem(value);
        if (wrong === undefined) uses.template(place(path), value, id);
        else
          source.inside(
            place(path),
            expressionsIn(value)[0]?.source ?? '',
            wrong,
            'mend the expression between ${{ and }}',
          );
      }
    } else if (Array.isArray(value)) for (const [i, item] of value.entries()) visit(item, [...path, i]);
    else if (value !== null && typeof value === 'object') {
      for (const [key, item] of Object.entries(value)) visit(item, [...path, key]);
    }
  };
  visit(params, []);
}

/** What an expression will put somewhere is not known yet: only what is written is held against the schema. */
function checked(
  source: Source,
  at: Path,
  place: (path: Path) => Path,
  kind: string,
  schema: StepKindSchema,
  params: Params,
): Params {
  const problems = (candidate: unknown): readonly ParamProblem[] =>
    schema.check(candidate).filter(({ path }) => !holdsExpression(pick(candidate, path)));
  let value: unknown = params;
  let wrong = problems(value);
  // A text wanted where YAML sees a number (`tag: 1.10`): take the characters as written, if that settles it.
  for (const { path } of wrong) {
    const written = source.document.written(place(path));
    if (written === undefined) continue;
    const candidate = replaced(value, path, written);
    const left = problems(candidate);
    if (left.some((p) => p.path.join('\0') === path.join('\0'))) continue;
    value = candidate;
    wrong = left;
  }
  for (const { path, message, instead } of wrong) {
    const name = path.length > 0 ? `${kind}.${path.join('.')}` : kind;
    source.value(path.length > 0 ? place(path) : at, `${name}: ${message}`, instead ?? `see /runbook help ${kind}`);
  }
  return value as Params;
}

function holdsExpression(value: unknown): boolean {
  if (typeof value === 'string') return expressionsIn(value).length > 0;
  return value !== null && typeof value === 'object' && Object.values(value).some(holdsExpression);
}
