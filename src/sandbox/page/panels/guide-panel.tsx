/** The guide: stories to choose from, or the one that is played, and the way to a fresh world. */
import { useSignal } from '@preact/signals';
import { Button } from '../parts/button.tsx';
import { Confirm } from '../parts/confirm.tsx';
import { Empty } from '../parts/empty.tsx';
import { reset } from '../state/ask.ts';
import { section } from '../state/live.ts';
import { GuidePlaying } from './guide-playing.tsx';
import { GuideStories } from './guide-stories.tsx';

export function GuidePanel() {
  const guide = section('guide').value;
  if (!guide) return <Empty icon="book">The stories are being fetched.</Empty>;
  return (
    <div class="panel guide">
      {guide.playing ? (
        <GuidePlaying playing={guide.playing} stories={guide.stories} />
      ) : (
        <GuideStories stories={guide.stories} />
      )}
      <NewWorld />
    </div>
  );
}

function NewWorld() {
  const asking = useSignal(false);
  return (
    <footer class="guide-foot">
      <Button
        small
        tone="quiet"
        icon="reload"
        onPress={() => {
          asking.value = true;
        }}
      >
        New world
      </Button>
      {asking.value ? (
        <Confirm
          title="Begin with a new world?"
          yes="New world"
          danger
          onYes={reset}
          onClose={() => {
            asking.value = false;
          }}
        >
          Incidents, messages, calls and releases of this one are thrown away, and its processes are started anew. That
          takes some seconds.
        </Confirm>
      ) : null}
    </footer>
  );
}
