/** What one can do with the topmost modal: fill it in, send it, go back, close it. */
import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { View } from '../../control/wire.ts';
import { tryAct } from '../state/ask.ts';
import { forget, touch, touchedIn } from './form-store.ts';
import { asChoices, heldIn, merged, obstacles } from './form-values.ts';
import type { Surface } from './surface.ts';

export interface Modal {
  readonly surface: Surface;
  /** What is wrong with the whole of it. */
  readonly trouble: string;
  readonly sending: boolean;
  readonly submit: () => Promise<void>;
  /** Leaves this one; the one below is shown again. */
  readonly close: () => Promise<void>;
  readonly closeAll: () => Promise<void>;
}

export function useModal(top: View, below: readonly View[]): Modal {
  const sending = useSignal(false);
  const refused = useSignal('');
  /** The view that is being closed. */
  const leaving = useSignal('');
  /** Found before anything was sent, for this view. */
  const found = useSignal<{ readonly view: string; readonly errors: Readonly<Record<string, string>> } | undefined>(
    undefined,
  );
  /** Fields changed since the last answer: what was wrong with them may be right now. */
  const mended = useSignal<ReadonlySet<string>>(new Set());

  const touched = touchedIn(top);
  const state = merged(top, touched);
  const own = found.value?.view === top.id ? found.value.errors : {};
  const wrong = Object.entries({ ...top.errors, ...own }).filter(([block]) => !mended.value.has(block));
  const errors = Object.fromEntries(wrong);
  const place = useMemo(() => ({ in: 'view', view: top.id }) as const, [top.id]);

  const surface: Surface = {
    place,
    held: (block, element) => heldIn(state, block, element),
    hold: (block, element, held) => {
      mended.value = new Set([...mended.value, block]);
      touch(top, block, element, held);
    },
    values: () => asChoices(touchedIn(top)),
    errors,
  };

  const submit = async () => {
    if (sending.value) return;
    const missing = obstacles(top.blocks, state);
    found.value = { view: top.id, errors: missing };
    refused.value = '';
    if (Object.keys(missing).length > 0) {
      mended.value = new Set([...mended.value].filter((block) => !(block in missing)));
      return;
    }
    sending.value = true;
    const asked = await tryAct({ do: 'submit', view: top.id, values: asChoices(touched) });
    sending.value = false;
    mended.value = new Set();
    if (!asked.ok) refused.value = asked.why;
  };
  const dismiss = async (view: View): Promise<boolean> => {
    // Escape pressed twice is one wish.
    if (leaving.value === view.id) return false;
    leaving.value = view.id;
    const asked = await tryAct({ do: 'dismiss', view: view.id });
    if (asked.ok) forget(view.id);
    else refused.value = asked.why;
    leaving.value = '';
    return asked.ok;
  };
  const closeAll = async () => {
    for (const view of [top, ...[...below].reverse()]) if (!(await dismiss(view))) return;
  };
  return {
    surface,
    trouble: refused.value || (top.trouble ?? ''),
    sending: sending.value,
    submit,
    close: async () => {
      await dismiss(top);
    },
    closeAll,
  };
}
