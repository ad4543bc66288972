/** Date, time, and both: the browser's own pickers. Outside a form the app hears of it when the field is left, not at every digit. */
import { useSignal } from '@preact/signals';
import type { Json } from '../../control/wire.ts';
import { string } from '../../slack/json.ts';
import { plainOf } from './choosing.ts';
import { choiceIn } from './form-values.ts';
import { localInput, localSeconds } from './local-time.ts';
import { useAround } from './surface.ts';
import { useControl } from './use-control.tsx';

const TYPES: Readonly<Record<string, string>> = {
  datepicker: 'date',
  timepicker: 'time',
  datetimepicker: 'datetime-local',
};

export function DateField({ element }: { readonly element: Json }) {
  const { held, busy, use, asking } = useControl(element);
  const { field } = useAround();
  const kind = string(element.type) ?? '';
  const both = kind === 'datetimepicker';
  const value = String(choiceIn(held) ?? '');
  const stored = both && value !== '' ? localInput(Number(value)) : value;
  const typed = useSignal<string | undefined>(undefined);

  const commit = () => {
    const text = typed.value;
    typed.value = undefined;
    if (text === undefined || text === stored) return;
    const chosen = both ? localSeconds(text) : text;
    void use(chosen === undefined || chosen === '' ? null : String(chosen));
  };
  const name = plainOf(element.placeholder) || (kind === 'timepicker' ? 'Select a time' : 'Select a date');
  return (
    <>
      <input
        id={field?.id}
        class="bk-field bk-date"
        type={TYPES[kind] ?? 'text'}
        value={typed.value ?? stored}
        aria-label={field ? undefined : name}
        aria-describedby={field?.describedBy}
        aria-invalid={field?.wrong ? 'true' : undefined}
        aria-required={field?.required ? 'true' : undefined}
        aria-busy={busy.value ? 'true' : undefined}
        disabled={busy.value}
        onInput={(e) => {
          typed.value = e.currentTarget.value;
          // A form waits for its submit anyway.
          if (field && !field.dispatch) commit();
        }}
        onBlur={commit}
        onKeyDown={(e) => {
          if (e.key === 'Enter') commit();
        }}
      />
      {asking}
    </>
  );
}
