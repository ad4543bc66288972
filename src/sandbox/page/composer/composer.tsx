/** Where one writes: completes what is typed, sends it, and says in words when that did not work. */
import { useSignalEffect } from '@preact/signals';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import type { ChannelRow } from '../../control/wire.ts';
import { pointing } from '../panels/pointing.ts';
import { Icon } from '../parts/icon.tsx';
import { CompletionList } from './completion-list.tsx';
import { wanted } from './put-in.ts';
import { Suggestion } from './suggestion.tsx';
import { type ComposerState, useComposer } from './use-composer.ts';

interface ComposerProps {
  readonly row: ChannelRow;
  /** `#incidents`, `the thread`. */
  readonly label: string;
  readonly thread?: string;
}

export function Composer({ row, label, thread }: ComposerProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const c = useComposer(row.id, thread, area);
  const taken = useRef(wanted.peek()?.n ?? 0);
  useSignalEffect(() => {
    const want = wanted.value;
    if (thread !== undefined || !want || want.n === taken.current) return;
    taken.current = want.n;
    c.put(want.text);
  });
  useLayoutEffect(() => grow(area.current), [c.text.value]);
  const target = pointing.value;
  const text = c.text.value;
  const at = c.completion.value;
  const suggested = target?.kind === 'composer' && thread === undefined ? target.text : undefined;
  const ready = suggested !== undefined && text.trim() === suggested.trim();
  const sendable = text.trim() !== '';
  return (
    <div class="composer">
      {suggested !== undefined && !ready ? <Suggestion text={suggested} onPut={() => c.put(suggested)} /> : null}
      <div class={c.trouble.value ? 'compose-box wrong' : 'compose-box'}>
        {at ? <CompletionList id={`${id}-list`} at={at} active={c.active.value} onTake={c.take} /> : null}
        <textarea
          ref={area}
          rows={1}
          class="compose-text"
          value={text}
          placeholder={`Message ${label}`}
          aria-label={`Message ${label}`}
          aria-autocomplete="list"
          aria-controls={at ? `${id}-list` : undefined}
          aria-activedescendant={at && c.active.value >= 0 ? `${id}-list-${c.active.value}` : undefined}
          aria-describedby={c.trouble.value ? `${id}-trouble` : undefined}
          aria-invalid={c.trouble.value ? 'true' : undefined}
          aria-busy={c.sending.value}
          data-region-entry={thread === undefined ? 'channel' : 'thread'}
          data-pointed={ready ? '' : undefined}
          readOnly={c.sending.value}
          onInput={c.onInput}
          onKeyDown={c.onKeyDown}
          onSelect={c.onSelect}
          onBlur={c.onBlur}
        />
        <div class="compose-tools">
          <StartButton c={c} sign="/" label="Write a command" hidden={thread !== undefined} />
          <StartButton c={c} sign="@" label="Mention somebody" />
          <Hint c={c} />
          <button
            type="button"
            class="send"
            aria-label={c.sending.value ? 'Sending' : 'Send'}
            title="Send (Enter)"
            aria-disabled={sendable ? undefined : 'true'}
            onClick={() => c.send()}
          >
            {c.sending.value ? <span class="spinner" aria-hidden="true" /> : <Icon name="send" />}
          </button>
        </div>
      </div>
      <p class="unseen" role="status">
        {at ? `${at.candidates.length} ${at.what}. Up and down to choose, Tab to take.` : ''}
      </p>
      <div id={`${id}-trouble`} role="alert">
        {c.trouble.value ? (
          <p class="compose-trouble">
            <Icon name="warning" size={15} />
            <span>{c.trouble.value}</span>
          </p>
        ) : null}
      </div>
    </div>
  );
}

interface StartButtonProps {
  readonly c: ComposerState;
  readonly sign: string;
  readonly label: string;
  readonly hidden?: boolean;
}

const StartButton = ({ c, sign, label, hidden }: StartButtonProps) =>
  hidden ? null : (
    <button type="button" class="compose-start" aria-label={label} title={label} onClick={() => c.start(sign)}>
      <span aria-hidden="true">{sign}</span>
    </button>
  );

/** What the verb takes while one types it, else what the keys do. */
function Hint({ c }: { readonly c: ComposerState }) {
  const usage = c.hint.value;
  if (c.sending.value) return <span class="compose-hint">Sending …</span>;
  if (!usage)
    return <span class="compose-hint keys">{c.text.value ? 'Enter sends, Shift+Enter is a new line' : ''}</span>;
  return (
    <span class="compose-hint" title={usage.summary}>
      <code>{usage.usage}</code>
    </span>
  );
}

/** As tall as what it holds, up to what the style sheet allows. */
function grow(area: HTMLTextAreaElement | null): void {
  if (!area) return;
  area.style.height = 'auto';
  area.style.height = `${area.scrollHeight}px`;
}
