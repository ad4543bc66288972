/** The open modals: the topmost as a dialog over the page. The browser keeps the focus inside and gives it back at the end. */
import { useEffect, useRef } from 'preact/hooks';
import type { View } from '../../control/wire.ts';
import { section } from '../state/live.ts';
import { ModalForm } from './modal-form.tsx';
import { useModal } from './use-modal.ts';

export function ModalStack() {
  const modals = section('views').value?.modals ?? [];
  const top = modals.at(-1);
  return top ? <ModalDialog top={top} below={modals.slice(0, -1)} /> : null;
}

interface ModalDialogProps {
  readonly top: View;
  readonly below: readonly View[];
}

function ModalDialog({ top, below }: ModalDialogProps) {
  const modal = useModal(top, below);
  const dialog = useRef<HTMLDialogElement | null>(null);
  const gone = useRef(false);
  // Read while drawing: once the dialog stands, the focus is in it.
  const before = useRef(document.activeElement);
  useEffect(
    () => () => {
      gone.current = true;
      // While it is open nothing outside of it takes the focus.
      dialog.current?.close();
      const last = before.current;
      if (last instanceof HTMLElement && last.isConnected) last.focus();
    },
    [],
  );
  return (
    <dialog
      // Every time it is drawn: the browser may have closed it by itself, and the view is still open.
      ref={(el) => {
        dialog.current = el ?? dialog.current;
        if (el && !el.open && !gone.current) el.showModal();
      }}
      class="bk-modal"
      aria-labelledby="bk-modal-title"
      onCancel={(e) => {
        e.preventDefault();
        void modal.close();
      }}
      onClose={() => {
        if (!gone.current) void modal.close();
      }}
    >
      <ModalForm key={top.id} view={top} modal={modal} stacked={below.length > 0} />
    </dialog>
  );
}
