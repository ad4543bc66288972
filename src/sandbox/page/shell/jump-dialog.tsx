/** Ctrl+K: type a few letters, press Enter, be there. */
import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import { Icon } from '../parts/icon.tsx';
import { me } from '../state/address.ts';
import { become, goToChannel, over } from '../state/go.ts';
import { section } from '../state/live.ts';
import { Dialog } from './dialog.tsx';
import { type Jump, jumps } from './jump-matches.ts';
import { enterRegion } from './keys.ts';

const close = () => {
  over.value = '';
};

export function JumpDialog() {
  const typed = useSignal('');
  const at = useSignal(0);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const ws = section('workspace').value;
  const found = ws ? jumps(typed.value, ws, me.value) : [];
  const go = (to: Jump | undefined) => {
    if (!to) return;
    close();
    if (to.kind === 'channel') goToChannel(to.id);
    else become(to.id);
    enterRegion('channel');
  };
  useEffect(() => {
    list.current?.children[at.value]?.scrollIntoView({ block: 'nearest' });
  }, [at.value]);
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.key === 'Enter') go(found[at.value]);
    else if (e.key === 'ArrowDown') at.value = Math.min(found.length - 1, at.value + 1);
    else if (e.key === 'ArrowUp') at.value = Math.max(0, at.value - 1);
    else return;
    e.preventDefault();
  };
  return (
    <Dialog class="jump" label="Jump to a channel or a person" onClose={close}>
      <div class="jump-field">
        <Icon name="search" size={18} />
        <input
          type="text"
          role="combobox"
          aria-label="Channel or person"
          aria-expanded={found.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={found.length > 0 ? `${id}-${at.value}` : undefined}
          placeholder="Channel to open, or person to be"
          autocomplete="off"
          spellcheck={false}
          value={typed.value}
          onInput={(e) => {
            typed.value = e.currentTarget.value;
            at.value = 0;
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div ref={list} id={`${id}-list`} class="jump-list" role="listbox" aria-label="Places">
        {found.map((jump, n) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys
          <div
            key={jump.id}
            id={`${id}-${n}`}
            role="option"
            tabIndex={-1}
            class={n === at.value ? 'jump-row at' : 'jump-row'}
            aria-selected={n === at.value}
            onClick={() => go(jump)}
            onMouseMove={() => {
              at.value = n;
            }}
          >
            <Icon name={jump.kind === 'channel' ? 'message' : 'user'} />
            <span class="jump-label">{jump.kind === 'person' ? `Be ${jump.label}` : jump.label}</span>
            <span class="jump-detail">{jump.detail}</span>
          </div>
        ))}
      </div>
      {found.length === 0 ? <p class="jump-none">Nothing here has that name.</p> : null}
    </Dialog>
  );
}
