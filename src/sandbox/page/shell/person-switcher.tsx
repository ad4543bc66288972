/** Who one is, and everybody else one can be: a list box under the own name. */
import { useSignal } from '@preact/signals';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { pointing } from '../panels/pointing.ts';
import { Icon } from '../parts/icon.tsx';
import { me } from '../state/address.ts';
import { become } from '../state/go.ts';
import { cast, self } from '../state/people.ts';
import { Avatar } from './avatar.tsx';

export function PersonSwitcher() {
  const open = useSignal(false);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const person = self.value;
  const pointed = pointing.value?.kind === 'person' && !open.value;
  const close = (focus: boolean) => {
    open.value = false;
    if (focus) button.current?.focus();
  };
  return (
    <div class="who">
      <button
        ref={button}
        type="button"
        class="who-button"
        aria-haspopup="listbox"
        aria-expanded={open.value}
        aria-controls={open.value ? id : undefined}
        data-region-entry="side"
        data-pointed={pointed ? '' : undefined}
        onClick={() => {
          open.value = !open.value;
        }}
        onKeyDown={(e) => {
          if (e.key !== 'ArrowDown' || open.value) return;
          e.preventDefault();
          open.value = true;
        }}
      >
        <Avatar name={person?.realName ?? '?'} size="large" />
        <span class="who-words">
          <span class="unseen">You are </span>
          <span class="who-name">{person?.realName ?? 'Choose somebody'}</span>
          <span class="who-title">{person?.cast?.title ?? ''}</span>
        </span>
        <Icon name="down" />
        <span class="unseen">. Be somebody else</span>
      </button>
      {open.value ? <CastList id={id} onClose={close} /> : null}
    </div>
  );
}

interface CastListProps {
  readonly id: string;
  /** True: the focus goes back to the button. */
  readonly onClose: (focus: boolean) => void;
}

function CastList({ id, onClose }: CastListProps) {
  const people = cast.value;
  const list = useRef<HTMLDivElement>(null);
  const at = useSignal(
    Math.max(
      0,
      people.findIndex((p) => p.id === me.peek()),
    ),
  );
  // Before the next key: who types ahead is not to lose one.
  useLayoutEffect(() => list.current?.focus(), []);
  const choose = (n: number) => {
    const person = people[n];
    onClose(true);
    if (person) become(person.id);
  };
  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => move(at.value + 1),
    ArrowUp: () => move(at.value - 1),
    Home: () => move(0),
    End: () => move(people.length - 1),
    Enter: () => choose(at.value),
    ' ': () => choose(at.value),
    Escape: () => onClose(true),
  };
  const move = (to: number) => {
    at.value = Math.min(people.length - 1, Math.max(0, to));
    list.current?.children[at.value]?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (e: KeyboardEvent) => {
    const found = keys[e.key] ?? firstLetter(e);
    if (!found) return;
    e.preventDefault();
    e.stopPropagation();
    found();
  };
  const firstLetter = (e: KeyboardEvent) => {
    if (e.key.length !== 1 || e.ctrlKey || e.metaKey) return undefined;
    const order = [...people.keys()].map((n) => (n + at.value + 1) % people.length);
    const hit = order.find((n) => people[n]?.realName.toLowerCase().startsWith(e.key.toLowerCase()));
    return hit === undefined ? undefined : () => move(hit);
  };
  return (
    <div
      ref={list}
      id={id}
      class="who-list"
      role="listbox"
      tabIndex={0}
      aria-label="Who you are"
      aria-activedescendant={`${id}-${at.value}`}
      onKeyDown={onKeyDown}
      onBlur={() => onClose(false)}
    >
      {people.map((p, n) => (
        <div
          key={p.id}
          id={`${id}-${n}`}
          role="option"
          tabIndex={-1}
          class={n === at.value ? 'who-option at' : 'who-option'}
          aria-selected={p.id === me.value}
          data-pointed={pointing.value?.kind === 'person' && pointing.value.id === p.id ? '' : undefined}
          // Before the list loses its focus, and with that itself.
          onMouseDown={(e) => {
            e.preventDefault();
            choose(n);
          }}
          onMouseMove={() => {
            at.value = n;
          }}
        >
          <Avatar name={p.realName} size="large" />
          <span class="who-words">
            <span class="who-name">{p.realName}</span>
            <span class="who-title">{p.cast?.title}</span>
            <span class="who-note">{p.cast?.note}</span>
          </span>
          {p.id === me.value ? <Icon name="check" /> : null}
        </div>
      ))}
    </div>
  );
}
