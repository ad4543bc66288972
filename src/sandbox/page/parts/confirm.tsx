/** Asks before something that cannot be taken back. The browser's own dialog keeps the focus inside and closes on Escape. */
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { Button } from './button.tsx';

interface ConfirmProps {
  readonly title: string;
  readonly children: ComponentChildren;
  readonly yes: string;
  /** @default 'Cancel' */
  readonly no?: string;
  readonly danger?: boolean;
  readonly onYes: () => unknown;
  /** Called once it is answered either way. */
  readonly onClose: () => void;
}

export function Confirm({ title, children, yes, no = 'Cancel', danger, onYes, onClose }: ConfirmProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const answerYes = () => {
    dialog.current?.close();
    onYes();
  };
  return (
    <dialog ref={dialog} class="confirm" aria-labelledby={id} onClose={onClose}>
      <h2 id={id}>{title}</h2>
      <div class="confirm-text">{children}</div>
      <div class="confirm-buttons">
        <Button onPress={() => dialog.current?.close()}>{no}</Button>
        <Button tone={danger ? 'danger' : 'primary'} onPress={answerYes}>
          {yes}
        </Button>
      </div>
    </dialog>
  );
}
