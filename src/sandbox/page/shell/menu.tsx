/** A button that opens something small under itself; Escape and a press elsewhere close it. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useAnchored } from '../blocks/anchored.ts';
import { Icon, type IconName } from '../parts/icon.tsx';

interface MenuProps {
  readonly icon: IconName;
  readonly label: string;
  readonly text?: string;
  readonly class?: string;
  readonly pointed?: boolean;
  readonly children: (close: () => void) => ComponentChildren;
}

export function Menu({ icon, label, text, class: more = '', pointed, children }: MenuProps) {
  const open = useSignal(false);
  const frame = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    open.value = false;
    button.current?.focus();
  };
  useAnchored(button, box, open.value);
  useEffect(() => {
    if (!open.value) return;
    box.current?.querySelector('button')?.focus();
    const elsewhere = (e: Event) => {
      if (e.target instanceof Node && !frame.current?.contains(e.target)) open.value = false;
    };
    document.addEventListener('pointerdown', elsewhere);
    document.addEventListener('focusin', elsewhere);
    return () => {
      document.removeEventListener('pointerdown', elsewhere);
      document.removeEventListener('focusin', elsewhere);
    };
  }, [open.value]);
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.key !== 'Escape' || !open.value) return;
    e.stopPropagation();
    close();
  };
  return (
    // Keys pressed anywhere inside reach it: it is no control of its own.
    // biome-ignore lint/a11y/noStaticElementInteractions: see above
    <div ref={frame} class={`menu ${more}`} onKeyDown={onKeyDown}>
      <button
        ref={button}
        type="button"
        class="menu-button"
        aria-label={label}
        title={label}
        aria-expanded={open.value}
        data-pointed={pointed ? '' : undefined}
        onClick={() => {
          open.value = !open.value;
        }}
      >
        <Icon name={icon} />
        {text === undefined ? null : <span aria-hidden="true">{text}</span>}
      </button>
      {open.value ? (
        <div ref={box} class="menu-box" popover="manual">
          {children(close)}
        </div>
      ) : null}
    </div>
  );
}
