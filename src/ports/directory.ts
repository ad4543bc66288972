/** Who belongs to which group, read when it matters. Throws Fault. */

export interface Directory {
  /** Slack user ids of a user group's members, at most `maxAge` milliseconds old. */
  membersOf(group: string, maxAge: number): Promise<readonly string[]>;
  /**
   * At most `maxAge` milliseconds old. Undefined when the workspace does not know the id; `active` is false for deactivated
   * people and guests of other workspaces.
   */
  person(user: string, maxAge: number): Promise<{ name: string; active: boolean; bot: boolean } | undefined>;
}
