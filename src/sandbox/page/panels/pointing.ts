/** Where the guide's finger goes now, and the short way there. */
import { computed } from '@preact/signals';
import { channel, me, panel, thread } from '../state/address.ts';
import { become, goToChannel, goToThread } from '../state/go.ts';
import { messages, section } from '../state/live.ts';
import { width } from '../state/width.ts';
import { type Pointing, panelOf, pointingFrom } from './pointing-rule.ts';

export type { Pointing } from './pointing-rule.ts';

const point = computed(() => section('guide').value?.playing?.point);

/** What has to be pressed, typed or chosen next; undefined when there is nothing to do but wait. */
export const pointing = computed<Pointing | undefined>(() => pointingFrom(point.value, me.value, channel.value));

/** How long the page may take to draw the place one was brought to. */
const PATIENCE_MS = 4_000;

/** Becomes who has to act, opens the place, and puts the focus on the thing. */
export function showMe(): void {
  const goal = point.value;
  if (!goal) return;
  if (goal.as !== undefined && goal.as !== me.value) become(goal.as);
  if (goal.channel !== undefined && goal.channel !== channel.value) goToChannel(goal.channel);
  const side = panelOf(goal.target);
  if (side !== undefined && (side !== 'slack' || width.value !== 'wide')) panel.value = side;
  // The clock stands over the panels, so one of them has to be open.
  if (goal.target.kind === 'clock' && panel.value === 'slack') panel.value = 'guide';
  focusSoon(performance.now() + PATIENCE_MS);
}

function focusSoon(until: number): void {
  openThread();
  const kind = pointing.value?.kind;
  const found = document.querySelector<HTMLElement>('[data-pointed]');
  if (found && kind !== 'person' && kind !== 'channel') {
    found.scrollIntoView({ block: 'center', behavior: 'instant' });
    (found.matches(FOCUSABLE) ? found : found.querySelector<HTMLElement>(FOCUSABLE))?.focus({ focusVisible: true });
    return;
  }
  if (performance.now() < until) requestAnimationFrame(() => focusSoon(until));
}

const FOCUSABLE = 'button, input, textarea, select, a[href], [contenteditable], [tabindex]';

/** A button may stand in a thread; which one is known only once the channel's messages are here. */
function openThread(): void {
  const at = pointing.value;
  if (at?.kind !== 'button') return;
  const root = messages.value.byTs.get(at.ts)?.threadTs;
  if (root !== undefined && root !== at.ts && thread.value !== root) goToThread(root);
}
