/** The world's clock: what time it is there, how fast it goes, and what it will do next by itself. */
import { useComputed, useSignal } from '@preact/signals';
import { Badge } from '../parts/badge.tsx';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { actClock } from '../state/ask.ts';
import { section } from '../state/live.ts';
import { zone } from '../state/world-time.ts';
import { ClockJumps } from './clock-jumps.tsx';
import { JumpProgress, jumpTarget } from './jump-progress.tsx';
import { pointing } from './pointing.ts';
import { countdown, shortDate, weekday } from './span-words.ts';
import { timeHere, worldNow, worldSecond } from './world-now.ts';

const SPEEDS = [1, 10, 60];

export function ClockBar() {
  const clock = section('clock').value;
  const open = useSignal(false);
  if (!clock) return <section class="clock-bar" aria-label="World clock" />;
  const pointed = pointing.value?.kind === 'clock';
  return (
    <section class="clock-bar" aria-label="World clock" data-open={open.value || pointed ? '' : undefined}>
      <Time />
      <State speed={clock.speed} jumping={clock.jumping || jumpTarget.value !== undefined} />
      <PauseOrRun speed={clock.speed} />
      <Button
        class="clock-more"
        tone="quiet"
        icon={open.value ? 'up' : 'down'}
        label={open.value ? 'Hide the speeds and jumps' : 'Speeds and jumps'}
        aria-expanded={open.value}
        onPress={() => {
          open.value = !open.value;
        }}
      />
      <div class="clock-controls">
        <Speeds speed={clock.speed} />
        <ClockJumps />
      </div>
      <JumpProgress />
      <Next />
    </section>
  );
}

function Time() {
  const time = useComputed(() => timeHere(worldNow.value));
  const day = useComputed(() => `${weekday(worldSecond.value, zone)}, ${shortDate(worldSecond.value, zone)}`);
  return (
    <div class="clock-time" role="timer" aria-label="World time">
      <span class="clock-digits">{time}</span>
      <span class="clock-day">{day}</span>
    </div>
  );
}

function State({ speed, jumping }: { readonly speed: number; readonly jumping: boolean }) {
  const [tone, icon, words] = jumping
    ? (['accent', 'forward', 'Jumping…'] as const)
    : speed > 0
      ? (['good', 'play', speed === 1 ? 'Running' : `Running ${speed}×`] as const)
      : (['warn', 'pause', 'Standing'] as const);
  return (
    <span class="clock-state" role="status">
      <Badge tone={tone} icon={icon}>
        {words}
      </Badge>
    </span>
  );
}

function PauseOrRun({ speed }: { readonly speed: number }) {
  return speed > 0 ? (
    <Button icon="pause" class="clock-pause" onPress={() => actClock({ do: 'pause' })}>
      Pause
    </Button>
  ) : (
    <Button icon="play" class="clock-pause" onPress={() => actClock({ do: 'run', speed: 1 })}>
      Run
    </Button>
  );
}

function Speeds({ speed }: { readonly speed: number }) {
  return (
    <fieldset class="clock-group">
      <legend class="unseen">Speed of the clock</legend>
      {SPEEDS.map((s) => (
        <Button
          key={s}
          small
          aria-pressed={s === speed}
          aria-label={`${s} times as fast as real time`}
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
