/** The composer's state: text, caret, candidates, what is on its way and what went wrong. */
import { batch, type ReadonlySignal, type Signal, useComputed, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { me } from '../state/address.ts';
import { tryAct } from '../state/ask.ts';
import { section } from '../state/live.ts';
import type { Candidate, Completion, Known } from './candidate.ts';
import { completed, completionAt } from './complete.ts';
import { draftOf, keepDraft, placeOf, rememberSent, sentBy } from './drafts.ts';
import { outgoing, usageHint } from './outgoing.ts';

export interface ComposerState {
  readonly text: Signal<string>;
  readonly completion: ReadonlySignal<Completion | undefined>;
  readonly active: Signal<number>;
  readonly sending: Signal<boolean>;
  readonly trouble: Signal<string>;
  readonly hint: ReadonlySignal<{ usage: string; summary: string } | undefined>;
  readonly put: (text: string) => void;
  readonly start: (sign: string) => void;
  readonly take: (chosen: Candidate) => void;
  readonly send: () => void;
  readonly onInput: (e: Event) => void;
  readonly onSelect: () => void;
  readonly onBlur: () => void;
  readonly onKeyDown: (e: KeyboardEvent) => void;
}

const NOBODY: Known = { botUser: '', people: [], groups: [], channels: [], commands: [], severities: [] };
const known = (): Known => section('workspace').value ?? NOBODY;

export function useComposer(
  channel: string,
  thread: string | undefined,
  area: RefObject<HTMLTextAreaElement>,
): ComposerState {
  const place = placeOf(me.value, channel, thread);
  const text = useSignal(draftOf(place));
  const caret = useSignal(0);
  /** The text for which Escape closed the list. */
  const closedFor = useSignal<string | undefined>(undefined);
  const focused = useSignal(false);
  const active = useSignal(-1);
  const sending = useSignal(false);
  const trouble = useSignal('');
  const recalled = useSignal(-1);
  const completion = useComputed(() =>
    focused.value && !sending.value && closedFor.value !== text.value
      ? completionAt(text.value, caret.value, known())
      : undefined,
  );
  const hint = useComputed(() => usageHint(text.value.slice(0, caret.value), known()));

  const set = (next: string, at: number) => {
    batch(() => {
      text.value = next;
      caret.value = at;
      trouble.value = '';
      active.value = completionAt(next, at, known())?.eager ? 0 : -1;
    });
    keepDraft(place, next);
  };
  /** Sets the text from outside, with the caret and the focus where one goes on writing. */
  const write = (next: string, at = next.length) => {
    const el = area.current;
    focused.value = true;
    set(next, at);
    if (!el) return;
    el.value = next;
    el.focus();
    el.setSelectionRange(at, at);
  };
  const take = (chosen: Candidate) => {
    const at = completion.value;
    if (!at) return;
    const done = completed(text.value, at, chosen);
    write(done.text, done.caret);
  };
  const send = async () => {
    if (sending.value) return;
    const what = outgoing(text.value, known(), thread !== undefined);
    if (what.kind === 'nothing') return;
    if (what.kind === 'refused') {
      trouble.value = what.why;
      return;
    }
    const typed = text.value;
    const who = me.value;
    sending.value = true;
    const asked = await tryAct(
      what.kind === 'command'
        ? { do: 'command', channel, command: what.command, text: what.text }
        : { do: 'say', channel, text: what.text, ...(thread === undefined ? {} : { thread }) },
    );
    const why = asked.ok ? asked.answer.trouble : asked.why;
    batch(() => {
      sending.value = false;
      recalled.value = -1;
      if (why === undefined || why === '') {
        rememberSent(who, typed.trim());
        set('', 0);
      } else trouble.value = why;
    });
  };
  const recall = (step: 1 | -1): boolean => {
    const sent = sentBy(me.value);
    const showing = recalled.value >= 0 ? sent.at(-1 - recalled.value) : '';
    if (text.value !== showing) return false;
    const next = recalled.value + step;
    if (next >= sent.length || next < -1) return false;
    recalled.value = next;
    write(next < 0 ? '' : (sent.at(-1 - next) ?? ''));
    closedFor.value = text.value;
    return true;
  };

  const inList = (e: KeyboardEvent, at: Completion): boolean => {
    const n = at.candidates.length;
    const chosen = at.candidates[Math.max(0, active.value)];
    if (e.key === 'ArrowDown') active.value = (active.value + 1) % n;
    else if (e.key === 'ArrowUp') active.value = active.value <= 0 ? n - 1 : active.value - 1;
    else if (e.key === 'Escape') closedFor.value = text.value;
    else if (e.key === 'Tab' && !e.shiftKey && chosen) take(chosen);
    else if (e.key === 'Enter' && !e.shiftKey && active.value >= 0 && chosen) take(chosen);
    else return false;
    return true;
  };
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.isComposing || e.ctrlKey || e.metaKey || e.altKey) return;
    const at = completion.value;
    const chose = at !== undefined && inList(e, at);
    const sends = !chose && e.key === 'Enter' && !e.shiftKey;
    if (sends) void send();
    const recalls =
      !chose && ((e.key === 'ArrowUp' && recall(1)) || (e.key === 'ArrowDown' && recalled.value >= 0 && recall(-1)));
    if (!chose && !sends && !recalls) return;
    e.preventDefault();
    e.stopPropagation();
  };

  return {
    text,
    completion,
    active,
    sending,
    trouble,
    hint,
    put: (next) => write(next),
    start: (sign) => {
      const before = text.value;
      if (sign === '/')
        write(before.startsWith('/') ? before : `/${before}`, before.startsWith('/') ? before.length : 1);
      else write(before === '' || /\s$/.test(before) ? `${before}@` : `${before} @`);
    },
    take,
    send: () => void send(),
    onInput: (e) => {
      if (!(e.target instanceof HTMLTextAreaElement)) return;
      focused.value = true;
      set(e.target.value, e.target.selectionStart);
    },
    onSelect: () => {
      const el = area.current;
      if (!el || el.selectionStart === caret.peek()) return;
      focused.value = document.activeElement === el;
      caret.value = el.selectionStart;
    },
    onBlur: () => {
      focused.value = false;
    },
    onKeyDown,
  };
}
