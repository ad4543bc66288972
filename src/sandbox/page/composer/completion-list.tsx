/** The candidates over the composer. The focus stays in the text; the list is told which one is meant. */
import { useEffect, useRef } from 'preact/hooks';
import type { Candidate, Completion } from './candidate.ts';

interface CompletionListProps {
  readonly id: string;
  readonly at: Completion;
  /** Which one Enter takes; -1 for none. */
  readonly active: number;
  readonly onTake: (chosen: Candidate) => void;
}

export function CompletionList({ id, at, active, onTake }: CompletionListProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[Math.max(0, active)]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div class="completion">
      <p class="completion-what" aria-hidden="true">
        <span>{at.what}</span>
        <span class="completion-keys">
          <kbd>↑</kbd> <kbd>↓</kbd> choose <kbd>Tab</kbd> take <kbd>Esc</kbd> close
        </span>
      </p>
      <div ref={list} id={id} role="listbox" aria-label={at.what}>
        {at.candidates.map((c, n) => (
          <div
            key={c.label}
            id={`${id}-${n}`}
            role="option"
            tabIndex={-1}
            class={n === active ? 'candidate at' : 'candidate'}
            aria-selected={n === active}
            // The press must not take the focus from the text.
            onMouseDown={(e) => {
              e.preventDefault();
              onTake(c);
            }}
          >
            <span class={`candidate-label ${c.kind}`}>{c.label}</span>
            {c.more ? <span class="candidate-more">{c.more}</span> : null}
            {c.about ? <span class="candidate-about">{c.about}</span> : null}
          </div>
        ))}
      </div>
    </div>
  );
}
