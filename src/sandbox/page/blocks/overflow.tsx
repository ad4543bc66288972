/** The `…` of Block Kit: a menu of a few things to do. */
import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { Json } from '../../control/wire.ts';
import { records, string } from '../../slack/json.ts';
import { Icon } from '../parts/icon.tsx';
import { useAnchored } from './anchored.ts';
import { moved, optionAs } from './choosing.ts';
import { useAround } from './surface.ts';
import { useControl } from './use-control.tsx';

export function Overflow({ element }: { readonly element: Json }) {
  const { use, busy, asking } = useControl(element);
  const { leads } = useAround();
  const open = useSignal(false);
  const button = useRef<HTMLButtonElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  useAnchored(button, box, open.value);
  const rows = () => [...(box.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
  useEffect(() => {
    if (open.value) rows()[0]?.focus();
  }, [open.value]);

  const close = () => {
    open.value = false;
    button.current?.focus();
  };
  const choose = async (o: Json) => {
    close();
    await use(string(o.value) ?? '');
    const url = string(o.url);
    if (url) leads.value = url;
  };
  const onKeyDown = (e: KeyboardEvent) => {
    const all = rows();
    const to = moved(e.key, all.indexOf(document.activeElement as HTMLElement), all.length);
    if (to !== undefined) all[to]?.focus();
    else if (e.key === 'Escape' || e.key === 'Tab') close();
    else return;
    e.preventDefault();
    e.stopPropagation();
  };
  const onFocusOut = (e: FocusEvent) => {
    if (!(e.relatedTarget instanceof Node && box.current?.contains(e.relatedTarget))) open.value = false;
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        class="btn btn-plain btn-icon bk-button"
        aria-label="More actions"
        aria-haspopup="menu"
        aria-expanded={open.value}
        aria-controls={id}
        aria-busy={busy.value ? 'true' : undefined}
        onClick={() => {
          open.value = !open.value && !busy.value;
        }}
      >
        {busy.value ? <span class="spinner" aria-hidden="true" /> : <Icon name="more" />}
      </button>
      <div
        ref={box}
        id={id}
        class="bk-list-box"
        popover="manual"
        role="menu"
        aria-label="More actions"
        tabIndex={-1}
        onKeyDown={onKeyDown}
        onFocusOut={onFocusOut}
      >
        {records(element.options).map((o) => {
          const { value, text, description } = optionAs(o);
          return (
            <button key={value} type="button" role="menuitem" class="bk-option" onClick={() => void choose(o)}>
              <span class="bk-option-text">
                <bdi>{text}</bdi>
                {description === undefined ? null : <bdi class="bk-option-more">{description}</bdi>}
              </span>
            </button>
          );
        })}
      </div>
      {asking}
    </>
  );
}
