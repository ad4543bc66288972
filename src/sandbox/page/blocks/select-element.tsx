/** The selects of Block Kit: fixed options, people, channels, and options the app is asked for while one types. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Json } from '../../control/wire.ts';
import { optionsOf } from '../../slack/blocks/form.ts';
import { record, records, string, strings } from '../../slack/json.ts';
import { tryAct } from '../state/ask.ts';
import { section } from '../state/live.ts';
import { channels } from '../state/people.ts';
import { asChannels, asPeople, type Choosable, listed, optionAs, plainOf } from './choosing.ts';
import { Combobox } from './combobox.tsx';
import { isPointed } from './pointed.ts';
import { useAround, useSurface } from './surface.ts';
import { useControl } from './use-control.tsx';

export function SelectElement({ element }: { readonly element: Json }) {
  const { held, busy, use, asking } = useControl(element);
  const { place } = useSurface();
  const { field } = useAround();
  const kind = string(element.type) ?? '';
  const many = kind.startsWith('multi_');
  const external = useExternal(element, kind.endsWith('external_select'));
  const options = external?.options ?? optionsFor(kind, element);
  const placeholder = plainOf(element.placeholder) || (many ? 'Select options' : 'Select an option');
  const heldOptions = [...records(held?.selected_options), ...records([held?.selected_option])];
  const choose = (values: readonly string[]) =>
    use(many ? values : (values[0] ?? null), external ? [...heldOptions, ...external.raw] : optionsOf(element));
  return (
    <>
      <Combobox
        placeholder={placeholder}
        options={options}
        chosen={chosenOf(held, heldOptions, options)}
        many={many}
        busy={busy.value}
        pointed={isPointed(place, placeholder)}
        field={field}
        onChoose={(values) => void choose(values)}
        {...(typeof element.max_selected_items === 'number' ? { most: element.max_selected_items } : {})}
        {...(external ? { onType: external.onType, empty: external.empty } : {})}
      />
      {asking}
    </>
  );
}

function optionsFor(kind: string, element: Json): readonly Choosable[] {
  const people = () => asPeople(section('workspace').value?.people ?? []);
  if (kind.endsWith('users_select')) return people();
  if (kind.endsWith('channels_select')) return asChannels(channels.value.filter((c) => c.kind === 'public'));
  if (kind.endsWith('conversations_select')) {
    const include = strings(record(element.filter).include);
    const wants = (what: string) => include.length === 0 || include.includes(what);
    return asChannels(channels.value.filter((c) => wants(c.kind)));
  }
  return listed(element);
}

function chosenOf(held: Json | undefined, heldOptions: readonly Json[], options: readonly Choosable[]): Choosable[] {
  if (heldOptions.length > 0) return heldOptions.map((o) => optionAs(o));
  const value = Object.entries(held ?? {}).find(([key]) => key !== 'type')?.[1];
  const ids = typeof value === 'string' ? [value] : strings(value);
  return ids.map((id) => options.find((o) => o.value === id) ?? { value: id, text: id });
}

/** How long the typing may rest before the app is asked. */
const REST_MS = 200;

function useExternal(element: Json, on: boolean) {
  const { place, values } = useSurface();
  const { block, trouble } = useAround();
  // Another object each time it is opened or typed into: what there is may have changed meanwhile.
  const typed = useSignal<{ readonly text: string } | undefined>(undefined);
  const raw = useSignal<readonly Json[]>([]);
  const least = typeof element.min_query_length === 'number' ? element.min_query_length : 3;
  const state = useSignal<'short' | 'asking' | 'there'>(least === 0 ? 'asking' : 'short');
  const action = string(element.action_id) ?? '';
  const asked = typed.value;

  useEffect(() => {
    if (!on || asked === undefined) return;
    // What was offered for other letters, or in another namespace, cannot be chosen any more.
    raw.value = [];
    state.value = asked.text.length < least ? 'short' : 'asking';
    if (state.value === 'short') return;
    let over = false;
    const suggest = async () => {
      const now = values?.();
      const more = now === undefined ? {} : { values: now };
      const asking = await tryAct({ do: 'suggest', on: place, block, action, typed: asked.text, ...more });
      if (over) return;
      raw.value = asking.ok ? (asking.answer.options ?? []) : [];
      state.value = 'there';
      trouble.value = asking.ok ? (asking.answer.trouble ?? asking.answer.heading ?? '') : asking.why;
    };
    const timer = setTimeout(() => void suggest(), REST_MS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [on, asked, least, place, values, block, action, raw, state, trouble]);

  if (!on) return undefined;
  const words = {
    short: `Type at least ${least} ${least === 1 ? 'character' : 'characters'}`,
    asking: 'Looking…',
    there: 'Nothing matches',
  };
  return {
    raw: raw.value,
    options: raw.value.map((o) => optionAs(o)),
    empty: words[state.value],
    onType: (text: string) => {
      typed.value = { text };
    },
  };
}
