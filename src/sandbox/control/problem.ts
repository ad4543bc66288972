/** A refusal: whoever asked can do something about it, and the message says what. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  /** The field, query or thing it is about. */
  readonly where: string | undefined;

  constructor(status: number, message: string, where?: string) {
    super(message);
    this.status = status;
    this.where = where;
  }
}
