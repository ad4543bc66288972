/** Checkboxes and radio buttons; their words may be mrkdwn. */
import { useId } from 'preact/hooks';
import type { Json } from '../../control/wire.ts';
import { record, records, string } from '../../slack/json.ts';
import { useAround } from './surface.ts';
import { TextObject } from './text-object.tsx';
import { useControl } from './use-control.tsx';

export function OptionBoxes({ element }: { readonly element: Json }) {
  const { held, busy, use, asking } = useControl(element);
  const { field } = useAround();
  const name = useId();
  const many = element.type === 'checkboxes';
  const chosen = new Set([...records(held?.selected_options), ...records([held?.selected_option])].map((o) => o.value));
  const turn = (value: string, on: boolean) => {
    if (!many) return use(value);
    const all = records(element.options).map((o) => string(o.value) ?? '');
    return use(all.filter((v) => (v === value ? on : chosen.has(v))));
  };
  return (
    <fieldset
      class="bk-boxes"
      id={field?.id}
      role={many ? 'group' : 'radiogroup'}
      aria-label={field ? undefined : many ? 'Options' : 'One of these'}
      aria-labelledby={field?.labelId}
      aria-describedby={field?.describedBy}
      aria-busy={busy.value ? 'true' : undefined}
    >
      {records(element.options).map((o, i) => {
        const value = string(o.value) ?? '';
        return (
          <div class="bk-box" key={value}>
            <input
              class="bk-tick"
              id={`${name}-${i}`}
              type={many ? 'checkbox' : 'radio'}
              name={name}
              checked={chosen.has(o.value)}
              disabled={busy.value}
              aria-describedby={o.description === undefined ? undefined : `${name}-${i}-more`}
              onChange={(e) => void turn(value, e.currentTarget.checked)}
            />
            <div>
              <label for={`${name}-${i}`}>
                <TextObject of={record(o.text)} />
              </label>
              {o.description === undefined ? null : (
                <div class="bk-box-more" id={`${name}-${i}-more`}>
                  <TextObject of={record(o.description)} />
                </div>
              )}
            </div>
          </div>
        );
      })}
      {asking}
    </fieldset>
  );
}
