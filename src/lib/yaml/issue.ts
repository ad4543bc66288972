/** Something wrong in a YAML text, and where: what people need to mend it. Positions count from 1. */

export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Issue extends Position {
  readonly message: string;
  /** What to write instead. */
  readonly instead?: string;
}

export type Path = readonly (string | number)[];

/** Line and column of an offset. */
export function positionOf(text: string, offset: number): Position {
  const before = text.slice(0, Math.max(0, offset));
  const start = before.lastIndexOf('\n') + 1;
  let line = 1;
  for (let i = before.indexOf('\n'); i >= 0; i = before.indexOf('\n', i + 1)) line++;
  return { line, column: before.length - start + 1 };
}
