/**
 * The one expression language, wherever YAML holds a value or a condition: CEL, inside `${{ … }}` in text and bare in
 * `if`, `expect` and `immediately`. Everything else lives behind this door.
 */
export { checkExpression, type Evaluated, evaluate, like, MAX_EXPRESSION, references } from './expression/cel.ts';
export { expressionsIn, type Found, type Interpolated, interpolate, soleExpression } from './expression/interpolate.ts';
export type { Scope } from './expression/scope.ts';
export type { Reference } from './expression/walk.ts';
