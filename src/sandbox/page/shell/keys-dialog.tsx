/** What this is, and every key it knows. */
import { Button } from '../parts/button.tsx';
import { over } from '../state/go.ts';
import { Dialog } from './dialog.tsx';

const KEYS: readonly (readonly [readonly string[], string])[] = [
  [['Ctrl', 'K'], 'Jump to a channel, or be somebody else'],
  [['F6'], 'Next part of the page; with Shift the one before'],
  [['Enter'], 'Send what is written'],
  [['Shift', 'Enter'], 'Begin a new line'],
  [['/'], 'In an empty composer: a command'],
  [['Tab'], 'Take the completion that is offered'],
  [['↑'], 'In an empty composer: what was sent last'],
  [['Esc'], 'Close the list, the dialog or the thread'],
];

const close = () => {
  over.value = '';
};

export const KeysDialog = () => (
  <Dialog class="keys" label="Keys and help" onClose={close}>
    <header class="over-head">
      <h2>Keys and help</h2>
      <Button tone="quiet" icon="close" label="Close" onPress={close} />
    </header>
    <p>
      This is a rehearsal. Slack, PagerDuty, the cluster and the clock are simulated; the bot, its record and its queue
      are the real ones. Nothing here reaches anybody outside, so break what you like.
    </p>
    <p>
      You are one person at a time, and can be another at any moment: the button at the top left says who. What you may
      do depends on who you are, as it would at work.
    </p>
    <dl class="key-list">
      {KEYS.map(([keys, what]) => (
        <div key={what}>
          <dt>
            {keys.map((k, n) => (
              <>
                {n > 0 ? ' + ' : ''}
                <kbd>{k}</kbd>
              </>
            ))}
          </dt>
          <dd>{what}</dd>
        </div>
      ))}
    </dl>
  </Dialog>
);
