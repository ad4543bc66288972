/** Databases of the services, by the names of workflows/org/targets.yaml. Every question is bounded. Throws Fault. */

export type SqlValue = string | number | boolean | null;

export interface Rows {
  readonly columns: readonly string[];
  /** In the order of the columns; what JSON does not know comes as text. */
  readonly rows: readonly (readonly SqlValue[])[];
  /** There were more. */
  readonly cut: boolean;
  /** `SELECT 3`, `VACUUM`. */
  readonly tag: string;
}

export interface SqlBounds {
  /** Milliseconds for the statement. */
  readonly timeout: number;
  readonly rows: number;
}

export interface Sql {
  /**
   * One statement, values only as $n, as the role that may only look: a role that may change something is refused. Faults
   * `permanent` with the database's own words, `retry` when it was cut at its time or nobody answered.
   */
  look(database: string, text: string, values: readonly SqlValue[], bounds: SqlBounds): Promise<Rows>;
  /** As the role that may change. Faults `unknown` when the connection broke after it was sent. */
  change(database: string, text: string, values: readonly SqlValue[], bounds: SqlBounds): Promise<Rows>;
}
