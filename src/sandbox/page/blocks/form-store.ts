/** Forms being filled in: kept in this tab until they are sent or closed, so that neither an update nor a reload loses a word. */
import { effect, signal } from '@preact/signals';
import type { Json, View } from '../../control/wire.ts';
import { parseJson, record, string } from '../../slack/json.ts';
import { section } from '../state/live.ts';
import { carried, type FormState, type Touched, withHeld } from './form-values.ts';

const PREFIX = 'tocsin-sandbox/form/';
const forms = signal<ReadonlyMap<string, Touched>>(new Map());

type Form = Pick<View, 'id' | 'hash' | 'blocks' | 'state'>;

/** What was put into this view so far. */
export function touchedIn(view: Form): FormState {
  return carried(forms.value.get(view.id) ?? stored(view), view).state;
}

export function touch(view: Form, block: string, element: Json, held: Json): void {
  const entry = { hash: view.hash, state: withHeld(touchedIn(view), block, element, held) };
  forms.value = new Map(forms.value).set(view.id, entry);
  save(view.id, JSON.stringify(entry));
}

export function forget(view: string): void {
  const left = new Map(forms.value);
  left.delete(view);
  forms.value = left;
  save(view, '');
}

/** After a reload: only for the very version it was typed into, since a new world may use the same ids again. */
function stored(view: Form): Touched | undefined {
  try {
    const entry = record(parseJson(sessionStorage.getItem(PREFIX + view.id) ?? ''));
    return string(entry.hash) === view.hash ? { hash: view.hash, state: entry.state as FormState } : undefined;
  } catch {
    return undefined;
  }
}

/** A browser that forbids it keeps nothing over a reload, and the form works all the same. */
function save(view: string, text: string): void {
  try {
    if (text) sessionStorage.setItem(PREFIX + view, text);
    else sessionStorage.removeItem(PREFIX + view);
  } catch {
    // Nothing to do: it lives until the reload.
  }
}

// A new world begins: nothing of the last one may turn up in its forms.
effect(() => {
  if (section('status').value?.state !== 'starting') return;
  for (const view of forms.peek().keys()) save(view, '');
  if (forms.peek().size > 0) forms.value = new Map();
});
