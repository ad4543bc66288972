/** The stories one can play, as cards. */
import { useId } from 'preact/hooks';
import type { GuideSection } from '../../control/wire.ts';
import { Badge } from '../parts/badge.tsx';
import { Button } from '../parts/button.tsx';
import { actGuide } from '../state/ask.ts';

type Story = GuideSection['stories'][number];

export function GuideStories({ stories }: { readonly stories: readonly Story[] }) {
  return (
    <>
      <div class="guide-welcome">
        <h2>Rehearse an incident</h2>
        <p>
          Everything here behaves like the real thing: the bot, its workers and its database are real, and Slack,
          PagerDuty and Kubernetes are simulated around them. Pick a story, or type <code>/incident</code> and see.
        </p>
      </div>
      <ul class="stories">
        {stories.map((s) => (
          <StoryCard key={s.id} story={s} inviting={s === stories[0]} />
        ))}
      </ul>
    </>
  );
}

interface StoryCardProps {
  readonly story: Story;
  /** The one to begin with. */
  readonly inviting?: boolean;
}

export function StoryCard({ story, inviting }: StoryCardProps) {
  const id = useId();
  return (
    <li class="story" aria-labelledby={id}>
      <div class="story-head">
        <h3 id={id}>{story.title}</h3>
        <Badge icon="clock">{story.minutes} min</Badge>
      </div>
      <p>{story.about}</p>
      <Button
        tone={inviting ? 'primary' : 'plain'}
        icon="play"
        aria-describedby={id}
        onPress={() => actGuide({ do: 'begin', story: story.id })}
      >
        Begin
      </Button>
    </li>
  );
}
