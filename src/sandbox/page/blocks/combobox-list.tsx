/** The list under a combobox. */
import type { Ref } from 'preact';
import { useEffect } from 'preact/hooks';
import { Icon } from '../parts/icon.tsx';
import { type Choosable, grouped } from './choosing.ts';

export interface ComboboxListProps {
  readonly id: string;
  readonly box: Ref<HTMLDivElement>;
  readonly open: boolean;
  readonly label: string;
  readonly many: boolean;
  readonly options: readonly Choosable[];
  readonly chosen: ReadonlySet<string>;
  readonly active: number;
  /** What there is to say when nothing is listed. */
  readonly empty: string;
  readonly onChoose: (o: Choosable) => void;
}

export const optionId = (list: string, at: number): string => `${list}-${at}`;

export function ComboboxList(props: ComboboxListProps) {
  const { id, box, open, label, many, options, active, empty } = props;
  useEffect(() => {
    if (open && active >= 0) document.getElementById(optionId(id, active))?.scrollIntoView({ block: 'nearest' });
  }, [open, active, id]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only keeps the focus in the field
    <div ref={box} class="bk-list-box" popover="manual" onMouseDown={(e) => e.preventDefault()}>
      <div role="status" class={options.length === 0 ? 'bk-none' : 'unseen'}>
        {open && options.length === 0 ? empty : ''}
      </div>
      <div id={id} role="listbox" aria-label={label} aria-multiselectable={many ? 'true' : undefined}>
        {open
          ? grouped(options).map((g, i) =>
              g.label === undefined ? (
                <Rows key={i} {...props} items={g.items} />
              ) : (
                // biome-ignore lint/a11y/useSemanticElements: a listbox takes no fieldset
                <div key={i} role="group" aria-label={g.label}>
                  <div class="bk-group" aria-hidden="true">
                    {g.label}
                  </div>
                  <Rows {...props} items={g.items} />
                </div>
              ),
            )
          : null}
      </div>
    </div>
  );
}

interface RowsProps extends ComboboxListProps {
  readonly items: readonly { readonly option: Choosable; readonly at: number }[];
}

const Rows = ({ id, items, active, chosen, onChoose }: RowsProps) =>
  items.map(({ option, at }) => (
    // Keys are handled by the field, which keeps the focus.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    // biome-ignore lint/a11y/useFocusableInteractive: see above
    <div
      key={option.value}
      id={optionId(id, at)}
      role="option"
      class={at === active ? 'bk-option active' : 'bk-option'}
      aria-selected={chosen.has(option.value)}
      onClick={() => onChoose(option)}
    >
      <span class="bk-option-text">
        <bdi>{option.text}</bdi>
        {option.description === undefined ? null : <bdi class="bk-option-more">{option.description}</bdi>}
      </span>
      {chosen.has(option.value) ? <Icon name="check" size={14} /> : null}
    </div>
  ));
