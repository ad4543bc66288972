/** Who plays which part of a story: taken from the cast, so that the page can be them. */
import type { Rig } from '../../control/rig.ts';

export interface PeopleSeen {
  /** On call today; then two others of the SRE group. Slack ids. */
  readonly onCall: string;
  readonly asker: string;
  readonly others: readonly string[];
  /** Somebody without rights. */
  readonly outsider: string;
  /** Paged at level 3. */
  readonly director: string;
  /** `Ada`. */
  first(id: string): string;
  email(id: string): string;
}

export function lookAtPeople(rig: Rig): PeopleSeen {
  const { people } = rig.slack.workspace;
  const group = people.group('sre')?.users ?? [];
  const able = rig.cast.map((c) => c.id).filter((id) => group.includes(id));
  const [onCall = '', asker = onCall, ...rest] = able.length > 1 ? able : group;
  const titled = (words: string) => rig.cast.find((c) => c.title.includes(words))?.id ?? '';
  return {
    onCall,
    asker,
    others: [...rest, onCall],
    outsider: titled('without rights'),
    director: titled('Director'),
    first: (id) => people.get(id)?.realName.split(' ')[0] ?? id,
    email: (id) => people.get(id)?.email ?? '',
  };
}
