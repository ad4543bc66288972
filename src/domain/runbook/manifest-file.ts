/** A file beside the runbooks that holds one object as kubectl would apply it: read with them, and part of every run that uses it. */
import { expressionsIn } from '../../lib/expression.ts';
import type { Path } from '../../lib/yaml/issue.ts';
import type { Source } from '../../lib/yaml/source.ts';

/** It must stay good for kubectl and for review: nothing is put into it. */
export function refuseExpressions(source: Source): void {
  const visit = (value: unknown, path: Path): void => {
    if (typeof value === 'string' && expressionsIn(value).length > 0) {
      const instead = 'write the value out, or write the manifest into the step, where expressions stand';
      source.inside(path, '${{', 'a manifest in a file of its own holds no expression', instead);
    } else if (value !== null && typeof value === 'object') {
      const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
      for (const [key, item] of entries) visit(item, [...path, key]);
    }
  };
  visit(source.document.value, []);
}
