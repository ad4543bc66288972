/** What was refused last, in words, until it is read. */
import { Icon } from '../parts/icon.tsx';
import { problem } from '../state/ask.ts';

export const Toast = () => (
  <div class="toast-place" role="alert">
    {problem.value ? (
      <div class="toast">
        <Icon name="warning" size={18} />
        <p class="toast-words">{problem.value}</p>
        <button
          type="button"
          class="menu-button"
          aria-label="Dismiss"
          onClick={() => {
            problem.value = '';
          }}
        >
          <Icon name="close" />
        </button>
      </div>
    ) : null}
  </div>
);
