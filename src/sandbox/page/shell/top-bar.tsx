/** The line over everything: the name of the place, a jump to anywhere, light or dark, and the keys. */
import { Icon } from '../parts/icon.tsx';
import { over } from '../state/go.ts';
import { theme, turnTheme } from '../state/theme.ts';
import { channelsInDrawer } from '../state/width.ts';

export function TopBar() {
  const other = theme.value === 'dark' ? 'light' : 'dark';
  return (
    <header class="top" data-region="top">
      {channelsInDrawer.value ? (
        <button
          type="button"
          class="top-button"
          aria-label="Channels and people"
          title="Channels and people"
          aria-haspopup="dialog"
          onClick={() => {
            over.value = 'sidebar';
          }}
        >
          <Icon name="menu" size={20} />
        </button>
      ) : null}
      <h1 class="brand">
        <Mark />
        Tocsin <span class="brand-dim">sandbox</span>
      </h1>
      <button
        type="button"
        class="jump-button"
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K"
        onClick={() => {
          over.value = 'jump';
        }}
      >
        <Icon name="search" />
        <span>Jump to a channel or a person</span>
        <kbd>Ctrl K</kbd>
      </button>
      <div class="top-end">
        <button
          type="button"
          class="top-button"
          aria-label={`Turn ${other}`}
          title={`Turn ${other}`}
          onClick={turnTheme}
        >
          <Icon name={other === 'dark' ? 'moon' : 'sun'} size={18} />
        </button>
        <button
          type="button"
          class="top-button"
          aria-label="Keys and help"
          title="Keys and help"
          aria-haspopup="dialog"
          onClick={() => {
            over.value = 'keys';
          }}
        >
          <span class="question" aria-hidden="true">
            ?
          </span>
        </button>
      </div>
    </header>
  );
}

/** The alarm bell the product is named for. */
const Mark = () => (
  <svg class="mark" viewBox="0 0 24 24" width="22" height="22" aria-hidden="true" focusable="false">
    <path d="M12 3a6 6 0 0 0-6 6c0 5-1.2 6.6-2.6 8h17.2C19.2 15.6 18 14 18 9a6 6 0 0 0-6-6z" />
    <path d="M9.7 19.5a2.4 2.4 0 0 0 4.6 0z" />
  </svg>
);
