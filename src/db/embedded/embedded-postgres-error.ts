/** Everything that can keep the bundled PostgreSQL from starting. The text says what is wrong and what to do next. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
}
