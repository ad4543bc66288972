/** A story under way: what to do now, what just happened and why it matters, and how far one is. */
import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { GuideSection } from '../../control/wire.ts';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { actGuide } from '../state/ask.ts';
import { section } from '../state/live.ts';
import { StoryCard } from './guide-stories.tsx';
import { pointing, showMe } from './pointing.ts';
import { storyAfter } from './story-order.ts';

type Playing = NonNullable<GuideSection['playing']>;

interface GuidePlayingProps {
  readonly playing: Playing;
  readonly stories: GuideSection['stories'];
}

export function GuidePlaying({ playing, stories }: GuidePlayingProps) {
  const next = storyAfter(stories, playing.story);
  return (
    <>
      <Progress playing={playing} />
      <div class="say" data-finished={playing.finished ? '' : undefined}>
        {playing.finished ? (
          <h3>
            <Icon name="check" size={18} /> Story finished
          </h3>
        ) : null}
        <p class="say-text" role="status">
          {playing.say}
        </p>
        <NextThings playing={playing} />
      </div>
      {playing.happened ? (
        <section class="happened" aria-label="What just happened">
          <h3>What just happened</h3>
          <p>{playing.happened}</p>
        </section>
      ) : null}
      {playing.finished && next ? (
        <section aria-label="Next story">
          <h3 class="next-story">Next</h3>
          <ul class="stories">
            <StoryCard story={next} inviting />
          </ul>
        </section>
      ) : null}
    </>
  );
}

function NextThings({ playing }: { readonly playing: Playing }) {
  const at = pointing.value;
  const waits = playing.point?.target.kind === 'wait';
  return (
    <>
      {waits ? (
        <p class="say-wait">
          <span class="spinner" aria-hidden="true" /> This happens by itself.
          {section('clock').value?.speed === 0 ? ' The clock stands: run it, or let time pass.' : ''}
        </p>
      ) : null}
      <div class="say-buttons">
        {playing.offers.map((o) => (
          <Button
            key={o.id}
            tone="primary"
            pointed={at?.kind === 'offer' && at.id === o.id}
            onPress={() => actGuide({ do: 'offer', offer: o.id })}
          >
            {o.label}
          </Button>
        ))}
        {at && at.kind !== 'offer' ? (
          <Button icon="pointer" tone={playing.offers.length > 0 ? 'plain' : 'primary'} onPress={showMe}>
            Show me
          </Button>
        ) : null}
      </div>
    </>
  );
}

const STATE_WORDS = { done: 'Done', now: 'Now', ahead: 'Ahead' } as const;

function Progress({ playing }: { readonly playing: Playing }) {
  const open = useSignal(false);
  const id = useId();
  const done = playing.steps.filter((s) => s.state === 'done').length;
  const all = playing.steps.length;
  return (
    <header class="story-progress">
      <div class="story-head">
        <h2>{playing.title}</h2>
        <Button small tone="quiet" onPress={() => actGuide({ do: 'leave' })}>
          {playing.finished ? 'All stories' : 'Leave story'}
        </Button>
      </div>
      <div class="story-bar">
        <progress max={all} value={done} aria-label="Steps done" />
        <Button
          small
          tone="quiet"
          icon={open.value ? 'up' : 'down'}
          aria-expanded={open.value}
          aria-controls={id}
          onPress={() => {
            open.value = !open.value;
          }}
        >
          {playing.finished ? `${all} steps` : `Step ${Math.min(done + 1, all)} of ${all}`}
        </Button>
      </div>
      <ol id={id} class="steps" hidden={!open.value}>
        {playing.steps.map((s) => (
          <li key={s.title} class={`step step-${s.state}`} aria-current={s.state === 'now' ? 'step' : undefined}>
            <span class="step-mark" aria-hidden="true">
              {s.state === 'done' ? <Icon name="check" size={12} /> : null}
            </span>
            <span>{s.title}</span>
            <span class="unseen">: {STATE_WORDS[s.state]}</span>
          </li>
        ))}
      </ol>
    </header>
  );
}
