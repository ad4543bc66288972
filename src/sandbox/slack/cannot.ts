/** A person tried what Slack as it stands does not let them do: an error of theirs (or of a test), never a bug of ours. */
export class Cannot extends Error {
  override readonly name = 'Cannot';
  /** The field of the open form it is about, by block id. */
  readonly block: string | undefined;

  constructor(why: string, block?: string) {
    super(why);
    this.block = block;
  }
}
