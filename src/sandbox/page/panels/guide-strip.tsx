/** The guide in one line, for where there is no room for its panel. */
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { panel } from '../state/address.ts';
import { section } from '../state/live.ts';
import { pointing, showMe } from './pointing.ts';

export function GuideStrip() {
  const playing = section('guide').value?.playing;
  const openGuide = () => {
    panel.value = 'guide';
  };
  return (
    <section class="guide-strip" aria-label="Guide">
      <Icon name="book" />
      <p role="status" title={playing?.say}>
        {playing ? playing.say : 'Rehearse an incident: pick a story.'}
      </p>
      {playing && !playing.finished && pointing.value ? (
        <Button small tone="primary" onPress={showMe}>
          Show me
        </Button>
      ) : null}
      <Button small tone="quiet" icon="right" label="Open the guide" onPress={openGuide} />
    </section>
  );
}
