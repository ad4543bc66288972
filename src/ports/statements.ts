/** Reviewed statements by name, with values that were checked. */
import type { SqlValue } from './sql.ts';

export interface PreparedStatement {
  readonly does: string;
  readonly sql: string;
  /** $1, $2, … */
  readonly values: readonly SqlValue[];
  /** How much can go wrong: decides whose approval it takes. */
  readonly risk: 'low' | 'medium' | 'high';
  /** Milliseconds. */
  readonly timeout: number;
  readonly preview?: string;
  readonly undo?: string;
}

export interface Statements {
  prepare(name: string, given: Readonly<Record<string, SqlValue>>): PreparedStatement | { readonly refused: string };
}
