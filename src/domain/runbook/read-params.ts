/** A step's parameters: the shorthand, unknown and missing keys, and the kind's own schema for whatever is not an expression. */
import { expressionsIn } from '../../lib/expression.ts';
import { unknownKey } from '../../lib/yaml/document.ts';
import { templateProblem } from '../../lib/yaml/fields.ts';
import type { Path } from '../../lib/yaml/issue.ts';
import { nearest } from '../../lib/yaml/nearest.ts';
import { pick, replaced } from '../../lib/yaml/schema.ts';
import type { Source } from '../../lib/yaml/source.ts';
import type { Params } from './model.ts';
import type { StepContext } from './read-context.ts';
import type { ParamProblem, StepKindSchema } from './step-kind-index.ts';
import type { Uses } from './uses.ts';

/** Where a parameter stands: in the runbook, or in the manifest that the step names. */
type Place = (path: Path) => { readonly source: Source; readonly path: Path };

export function readParams(
  { source, uses, manifest }: Pick<StepContext, 'source' | 'uses' | 'manifest'>,
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
  // The shorthand has no key of its own.
  const place: Place = (path) => ({ source, path: short ? at : [...at, ...path] });

  const unknown = Object.keys(params).filter((k) => !schema.keys.includes(k));
  const meant = unknown.map((key) => nearest(key, schema.keys));
  let fits = true;
  for (const key of unknown) {
    const { message, instead } = unknownKey(key, schema.keys);
    source.key(place([key]).path, `${kind}: ${message}`, instead);
    fits = false;
  }
  for (const key of schema.required.filter((k) => params[k] === undefined || params[k] === null)) {
    if (!meant.includes(key)) source.key(at, `${kind} needs ${key}`, `write ${key}: …`);
    fits = false;
  }
  checkExpressions(source, uses, params, place, schema, id);
  const { key, into } = schema.fromFile ?? {};
  if (!fits || key === undefined || into === undefined || params[key] === undefined)
    return fits ? checked(at, place, kind, schema, params) : params;

  const file = typeof params[key] === 'string' ? manifest?.(params[key]) : undefined;
  if (!file || params[into] !== undefined) {
    const name = `${kind}.${key}`;
    if (file) source.key(place([key]).path, `${name} stands beside ${into}`, 'keep one of them');
    else
      source.value(
        place([key]).path,
        `${name}: there is no such manifest beside the runbook`,
        'write the name of a file in the same folder: <name>.manifest.yaml',
      );
    return undefined;
  }
  const { [key]: _, ...others } = params;
  const inFile: Place = (path) => (path[0] === into ? { source: file, path: path.slice(1) } : place(path));
  return checked(at, inFile, kind, schema, { ...others, [into]: file.document.value });
}

function checkExpressions(
  source: Source,
  uses: Uses,
  params: Params,
  placeOf: Place,
  schema: StepKindSchema,
  id: string,
): void {
  const place = (path: Path) => placeOf(path).path;
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
function checked(at: Path, place: Place, kind: string, schema: StepKindSchema, params: Params): Params {
  const problems = (candidate: unknown): readonly ParamProblem[] =>
    schema.check(candidate).filter(({ path }) => !holdsExpression(pick(candidate, path)));
  let value: unknown = params;
  let wrong = problems(value);
  // A text wanted where YAML sees a number (`tag: 1.10`): take the characters as written, if that settles it.
  for (const { path } of wrong) {
    const of = place(path);
    const written = of.source.document.written(of.path);
    if (written === undefined) continue;
    const candidate = replaced(value, path, written);
    const left = problems(candidate);
    if (left.some((p) => p.path.join('\0') === path.join('\0'))) continue;
    value = candidate;
    wrong = left;
  }
  for (const { path, message, instead } of wrong) {
    const name = path.length > 0 ? `${kind}.${path.join('.')}` : kind;
    const of = place(path);
    of.source.value(path.length > 0 ? of.path : at, `${name}: ${message}`, instead ?? `see /runbook help ${kind}`);
  }
  return value as Params;
}

function holdsExpression(value: unknown): boolean {
  if (typeof value === 'string') return expressionsIn(value).length > 0;
  return value !== null && typeof value === 'object' && Object.values(value).some(holdsExpression);
}
