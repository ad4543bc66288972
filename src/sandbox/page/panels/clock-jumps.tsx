/** Jumps of the world's clock: the usual ones, the one the guide asks for, and any number of minutes. */
import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { Button } from '../parts/button.tsx';
import { typedMinutes } from './clock-reckoning.ts';
import { jump } from './jump-progress.tsx';
import { pointing } from './pointing.ts';
import { lengthWords } from './span-words.ts';

const USUAL = [60_000, 300_000, 900_000];

export function ClockJumps() {
  const at = pointing.value;
  const asked = at?.kind === 'clock' ? at.ms : undefined;
  const jumps = asked === undefined || USUAL.includes(asked) ? USUAL : [...USUAL, asked].sort((a, b) => a - b);
  return (
    <fieldset class="clock-group">
      <legend class="unseen">Let time pass</legend>
      {jumps.map((ms) => (
        <Button
          key={ms}
          small
          pointed={ms === asked}
          aria-label={`+${short(ms)}: let time pass`}
          onPress={() => jump(ms)}
        >
          +{short(ms)}
        </Button>
      ))}
      <AnyJump />
    </fieldset>
  );
}

const short = (ms: number): string => (ms % 60_000 === 0 ? `${ms / 60_000} min` : lengthWords(ms));

function AnyJump() {
  const id = useId();
  const typed = useSignal('');
  const wrong = useSignal(false);
  const go = async () => {
    const ms = typedMinutes(typed.value);
    wrong.value = ms === undefined;
    if (ms === undefined) return;
    typed.value = '';
    await jump(ms);
  };
  return (
    <form
      class="clock-any"
      onSubmit={(e) => {
        e.preventDefault();
        void go();
      }}
    >
      <label class="unseen" for={id}>
        Minutes to let pass
      </label>
      <input
        id={id}
        class="field"
        inputMode="decimal"
        autocomplete="off"
        placeholder="min"
        value={typed}
        aria-invalid={wrong.value}
        aria-describedby={wrong.value ? `${id}-why` : undefined}
        onInput={(e) => {
          typed.value = e.currentTarget.value;
          wrong.value = false;
        }}
      />
      <Button small aria-label="Go: let that many minutes pass" onPress={go}>
        Go
      </Button>
      {wrong.value ? (
        <span class="clock-wrong" id={`${id}-why`} role="alert">
          A number of minutes, up to a day: 7 or 0.5
        </span>
      ) : null}
    </form>
  );
}
