/** What the guide would write next, ready to be put into the composer. */
import { Icon } from '../parts/icon.tsx';

export const Suggestion = ({ text, onPut }: { readonly text: string; readonly onPut: () => void }) => (
  <button type="button" class="suggestion" data-pointed="" onClick={onPut}>
    <Icon name="pointer" size={14} />
    <span class="suggestion-word">Insert</span>
    <code>{text}</code>
  </button>
);
