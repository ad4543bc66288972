/** Plays guided stories: finds out where in a story the world is, and says what to do next. It does nobody's part. */
import type { GuideAct } from '../control/acts.ts';
import type { Rig } from '../control/rig.ts';
import type { GuideSection } from '../control/wire.ts';
import { type Begun, begin, look, type Scene } from './scene/scene.ts';
import { STORIES } from './stories/index.ts';
import type { Offer, Story } from './story.ts';

export interface Guide {
  section(): GuideSection;
  /** Throws, with what there is, when the story or the offer is not known. */
  act(a: GuideAct): Promise<void>;
  /** Looks at the world; true when the section is another one than at the last look. */
  look(): boolean;
  close(): void;
}

interface Playing {
  readonly story: Story;
  readonly begun: Begun;
  /** The step that is now; the number of steps once all is done. */
  at: number;
  happened?: string;
}

const listed = (things: readonly { readonly id: string }[]): string => things.map((t) => t.id).join(', ');

function advance(p: Playing, scene: Scene): void {
  const { steps } = p.story;
  for (;;) {
    const ahead = steps.findLastIndex((step, i) => i >= p.at && step.landmark === true && step.done(scene));
    const done = Math.max(ahead, steps[p.at]?.done(scene) ? p.at : -1);
    const step = steps[done];
    if (!step) return;
    p.at = done + 1;
    const happened = step.happened?.(scene);
    if (happened !== undefined) p.happened = happened;
  }
}

function told({ story, at, happened }: Playing, scene: Scene): NonNullable<GuideSection['playing']> {
  const step = story.steps[at];
  const point = step?.point?.(scene);
  return {
    story: story.id,
    title: story.title,
    steps: story.steps.map(({ title }, i) => ({ title, state: i < at ? 'done' : i === at ? 'now' : 'ahead' })),
    say: step ? step.say(scene) : story.end,
    ...(happened === undefined ? {} : { happened }),
    ...(point ? { point } : {}),
    offers: (step?.offers?.(scene) ?? []).map(({ id, label }) => ({ id, label })),
    finished: step === undefined,
  };
}

export function createGuide(rig: Rig, all: readonly Story[] = STORIES): Guide {
  const stories = all.map(({ id, title, about, minutes }) => ({ id, title, about, minutes }));
  let playing: Playing | undefined;
  let section: GuideSection = { stories };
  let known = '';
  /** Offers under way: pressed twice is done once. */
  const making = new Map<string, Promise<void>>();

  const see = () => {
    if (!playing) {
      section = { stories };
      return;
    }
    const scene = look(rig, playing.begun);
    advance(playing, scene);
    section = { stories, playing: told(playing, scene) };
  };

  const find = (id: string): Offer => {
    if (!playing) throw new Error(`No story is played now. Begin one of: ${listed(stories)}.`);
    const offers = playing.story.steps[playing.at]?.offers?.(look(rig, playing.begun)) ?? [];
    const offer = offers.find((o) => o.id === id);
    if (offer) return offer;
    const there = offers.length > 0 ? `There is: ${listed(offers)}.` : 'This step has none.';
    throw new Error(`There is no offer “${id}” now. ${there}`);
  };

  return {
    section: () => section,
    async act(a) {
      if (a.do === 'begin') {
        const story = all.find((s) => s.id === a.story);
        if (!story) throw new Error(`There is no story “${a.story}”. There are: ${listed(stories)}.`);
        playing = { story, begun: begin(rig), at: 0 };
      } else if (a.do === 'leave') playing = undefined;
      else {
        const offer = find(a.offer);
        const made = making.get(offer.id) ?? offer.make(rig).finally(() => making.delete(offer.id));
        making.set(offer.id, made);
        await made;
      }
      see();
    },
    look() {
      see();
      const now = JSON.stringify(section);
      const changed = now !== known;
      known = now;
      return changed;
    },
    close() {
      playing = undefined;
      section = { stories };
    },
  };
}
