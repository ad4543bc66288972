/** Choosing one or several from a list: type to search, arrows and Enter to choose, Escape to leave it as it was. */
import { useSignal } from '@preact/signals';
import { useId, useRef } from 'preact/hooks';
import { Icon } from '../parts/icon.tsx';
import { useAnchored } from './anchored.ts';
import { type Choosable, matching, moved } from './choosing.ts';
import { ComboboxList, optionId } from './combobox-list.tsx';
import type { Field } from './surface.ts';

export interface ComboboxProps {
  /** Its name where no label stands beside it, and what it says while nothing is chosen. */
  readonly placeholder: string;
  readonly options: readonly Choosable[];
  readonly chosen: readonly Choosable[];
  readonly many?: boolean;
  /** How many may be chosen. */
  readonly most?: number;
  readonly busy?: boolean;
  readonly pointed?: boolean;
  readonly field?: Field | undefined;
  /** Where the options come from somewhere else: called with what is typed; `options` are then not searched again. */
  readonly onType?: (typed: string) => void;
  readonly empty?: string;
  /** All that is chosen from now on. */
  readonly onChoose: (values: readonly string[]) => void;
}

export function Combobox(props: ComboboxProps) {
  const { placeholder, chosen, many = false, most = Number.POSITIVE_INFINITY, busy, pointed, field, onType } = props;
  const open = useSignal(false);
  // Undefined while nobody is typing: then it shows what is chosen.
  const typed = useSignal<string | undefined>(undefined);
  const search = typed.value ?? '';
  const active = useSignal(-1);
  const frame = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const values = chosen.map((c) => c.value);
  const shown = onType ? props.options : matching(props.options, search);
  useAnchored(frame, box, open.value);

  const show = () => {
    if (open.value || busy) return;
    active.value = shown.findIndex((o) => o.value === values[0]);
    open.value = true;
    if (!many) input.current?.select();
    onType?.(search);
  };
  const leave = () => {
    open.value = false;
    typed.value = undefined;
    active.value = -1;
  };
  const choose = (o: Choosable) => {
    const has = values.includes(o.value);
    if (!many) leave();
    typed.value = undefined;
    if (many && !has && values.length >= most) return;
    if (many) props.onChoose(has ? values.filter((v) => v !== o.value) : [...values, o.value]);
    else props.onChoose([o.value]);
  };
  const drop = (value: string) => {
    props.onChoose(values.filter((v) => v !== value));
    input.current?.focus();
  };
  const onKeyDown = (e: KeyboardEvent) => {
    const to = open.value || e.key.startsWith('Arrow') ? moved(e.key, active.value, shown.length) : undefined;
    const picked = shown[active.value];
    if (to !== undefined) {
      if (open.value) active.value = to;
      else show();
    } else if (e.key === 'Enter' && open.value) {
      if (picked) choose(picked);
    } else if (e.key === 'Escape' && open.value) leave();
    else if (e.key === 'Backspace' && many && search === '' && values.length > 0) drop(values.at(-1) ?? '');
    else return;
    e.preventDefault();
    e.stopPropagation();
  };
  const onInput = (e: { readonly currentTarget: HTMLInputElement }) => {
    const text = e.currentTarget.value;
    typed.value = text;
    if (!open.value) show();
    active.value = text === '' ? -1 : 0;
    onType?.(text);
  };

  const text = many ? search : (typed.value ?? chosen[0]?.text ?? '');
  const clearable = !many && field !== undefined && !field.required && chosen.length > 0;
  return (
    <div
      ref={frame}
      class={pointed ? 'bk-combo pointed' : 'bk-combo'}
      data-open={open.value ? '' : undefined}
      data-pointed={pointed ? '' : undefined}
    >
      {many ? chosen.map((c) => <Chip key={c.value} of={c} onDrop={() => drop(c.value)} />) : null}
      <input
        ref={input}
        id={field?.id}
        type="text"
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        value={text}
        size={Math.min(26, Math.max(6, (text || placeholder).length))}
        placeholder={many && chosen.length > 0 ? '' : (chosen[0]?.text ?? placeholder)}
        aria-label={field ? undefined : placeholder}
        aria-expanded={open.value}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={open.value && active.value >= 0 ? optionId(listId, active.value) : undefined}
        aria-describedby={field?.describedBy}
        aria-invalid={field?.wrong ? 'true' : undefined}
        aria-required={field?.required ? 'true' : undefined}
        aria-busy={busy ? 'true' : undefined}
        aria-disabled={busy ? 'true' : undefined}
        readOnly={busy ?? false}
        onClick={show}
        onInput={onInput}
        onKeyDown={onKeyDown}
        onBlur={leave}
      />
      {clearable ? (
        <button
          type="button"
          class="bk-combo-clear"
          aria-label={`Clear ${chosen[0]?.text ?? ''}`}
          onClick={() => drop(values[0] ?? '')}
        >
          <Icon name="close" size={12} />
        </button>
      ) : null}
      <span class="bk-combo-sign" aria-hidden="true">
        {busy ? <span class="spinner" /> : <Icon name="down" size={14} />}
      </span>
      <ComboboxList
        id={listId}
        box={box}
        open={open.value}
        label={placeholder}
        many={many}
        options={shown}
        chosen={new Set(values)}
        active={active.value}
        empty={props.empty ?? 'Nothing matches'}
        onChoose={choose}
      />
    </div>
  );
}

const Chip = ({ of, onDrop }: { readonly of: Choosable; readonly onDrop: () => void }) => (
  <span class="bk-chip">
    <bdi>{of.text}</bdi>
    <button type="button" aria-label={`Remove ${of.text}`} onClick={onDrop}>
      <Icon name="close" size={10} />
    </button>
  </span>
);
