/** The world's clock: what time it is there, how fast it goes, and what it will do next by itself. */
import { useComputed } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { Badge } from '../parts/badge.tsx';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { actClock } from '../state/ask.ts';
import { section } from '../state/live.ts';
import { zone } from '../state/world-time.ts';
import { ClockJumps } from './clock-jumps.tsx';
import { JumpProgress, jumpTarget } from './jump-progress.tsx';
import { countdown, shortDate, weekday } from './span-words.ts';
import { timeHere, worldNow, worldSecond } from './world-now.ts';

const SPEEDS = [1, 10, 60];

export function ClockBar() {
  const clock = section('clock').value;
  if (!clock) return <section class="clock-bar" aria-label="World clock" />;
  return (
    <section class="clock-bar" aria-label="World clock">
      <div class="clock-line">
        <Time>
          <State speed={clock.speed} jumping={clock.jumping || jumpTarget.value !== undefined} />
        </Time>
        <Speeds speed={clock.speed} />
        <ClockJumps />
        <Next />
      </div>
      <JumpProgress />
    </section>
  );
}

function Time({ children }: { readonly children: ComponentChildren }) {
  const time = useComputed(() => timeHere(worldNow.value));
  const day = useComputed(() => `${weekday(worldSecond.value, zone)}, ${shortDate(worldSecond.value, zone)}, ${zone}`);
  return (
    <div class="clock-time">
      <span class="clock-digits" role="timer" aria-label="World time">
        {time}
      </span>
      {children}
      <span class="clock-day">{day}</span>
    </div>
  );
}

function State({ speed, jumping }: { readonly speed: number; readonly jumping: boolean }) {
  const [tone, words] = jumping
    ? (['accent', 'Jumping…'] as const)
    : speed > 0
      ? (['good', 'Running'] as const)
      : (['warn', 'Standing'] as const);
  return (
    <span role="status">
      <Badge tone={tone}>{words}</Badge>
    </span>
  );
}

function Speeds({ speed }: { readonly speed: number }) {
  return (
    <fieldset class="clock-group">
      <legend class="unseen">Speed of the clock</legend>
      {speed > 0 ? (
        <Button small icon="pause" label="Pause the clock" onPress={() => actClock({ do: 'pause' })} />
      ) : (
        <Button small icon="play" label="Run the clock" onPress={() => actClock({ do: 'run', speed: 1 })} />
      )}
      {SPEEDS.map((s) => (
        <Button
          key={s}
          small
          aria-pressed={s === speed}
          aria-label={`${s}× as fast as real time`}
          onPress={() => actClock({ do: 'run', speed: s })}
        >
          {s}×
        </Button>
      ))}
    </fieldset>
  );
}

function Next() {
  const next = section('clock').value?.next;
  const left = useComputed(() => {
    const at = section('clock').value?.next?.at;
    return at === undefined ? '' : countdown(at - worldNow.value);
  });
  if (!next) return <p class="clock-next clock-quiet">Nothing is planned: no timer runs.</p>;
  return (
    <p class="clock-next" title={`${next.what}, at ${timeHere(next.at)}`}>
      <Icon name="bell" size={14} />
      <span class="clock-what">{next.what}</span>
      <span class="clock-left">
        in <b>{left}</b>
      </span>
    </p>
  );
}
