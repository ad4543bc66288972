/** How far a jump is. The server does everything that becomes due on the way, so a jump may take its time. */
import { signal, useComputed } from '@preact/signals';
import { actClock } from '../state/ask.ts';
import { section } from '../state/live.ts';
import { jumped } from './clock-reckoning.ts';
import { lengthWords } from './span-words.ts';
import { worldNow } from './world-now.ts';

/** The jump this page asked for and that is not done yet. */
export const jumpTarget = signal<{ readonly from: number; readonly to: number } | undefined>(undefined);

export async function jump(ms: number): Promise<void> {
  const from = worldNow.value;
  jumpTarget.value = { from, to: from + ms };
  try {
    await actClock({ do: 'advance', ms });
  } finally {
    jumpTarget.value = undefined;
  }
}

export function JumpProgress() {
  const target = jumpTarget.value;
  const part = useComputed(() => {
    const t = jumpTarget.value;
    return t ? jumped(t.from, t.to, section('clock').value?.now ?? t.from) : 0;
  });
  if (!target && !section('clock').value?.jumping) return null;
  const words = target ? `Letting ${lengthWords(target.to - target.from)} pass` : 'Time is passing';
  return target && part.value > 0 ? (
    <progress class="clock-progress" aria-label={words} value={part} max={1} />
  ) : (
    <progress class="clock-progress" aria-label={words} />
  );
}
