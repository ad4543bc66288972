/** Messages from old to new. It stays at the newest unless one scrolled up to read, and then says how to get back. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Message } from '../../control/wire.ts';
import { Mrkdwn } from '../blocks/mrkdwn.tsx';
import { Icon } from '../parts/icon.tsx';
import { me } from '../state/address.ts';
import { timeWords, tsMs, zone } from '../state/world-time.ts';
import { MessageRow } from './message-row.tsx';
import type { Row } from './rows.ts';

interface MessageListProps {
  readonly rows: readonly Row[];
  readonly label: string;
  readonly inThread: boolean;
  /** Another one is another list: it begins at its end. */
  readonly place: string;
  /** Stands above the first message. */
  readonly children?: ComponentChildren;
}

/** So near to the end is at the end. */
const NEAR = 60;

export function MessageList({ rows, label, inThread, place, children }: MessageListProps) {
  const box = useRef<HTMLDivElement>(null);
  const inner = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const away = useSignal(false);
  const toEnd = () => {
    const el = box.current;
    if (el) el.scrollTop = el.scrollHeight;
    atEnd.current = true;
    away.value = false;
  };
  useLayoutEffect(toEnd, [place]);
  const last = rows.at(-1);
  const lastKey = last?.key ?? '';
  useLayoutEffect(() => {
    // What one wrote oneself is looked at.
    const own = last?.kind === 'message' && last.message.user === me.peek();
    if (own || atEnd.current) toEnd();
  }, [lastKey]);
  useEffect(() => {
    // Cards are edited and grow, and the composer too: the end stays the end.
    const watch = new ResizeObserver(() => {
      if (atEnd.current) toEnd();
    });
    if (inner.current) watch.observe(inner.current);
    if (box.current) watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  const onScroll = () => {
    const el = box.current;
    if (!el) return;
    const left = el.scrollHeight - el.clientHeight - el.scrollTop;
    atEnd.current = left < NEAR;
    away.value = left > el.clientHeight / 2;
  };
  return (
    <div class="list-frame">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keyboard */}
      <div ref={box} class="list" role="log" aria-live="off" aria-label={label} tabIndex={0} onScroll={onScroll}>
        <div ref={inner} class="list-inner">
          {children}
          {rows.map((row) => (
            <Line key={row.key} row={row} inThread={inThread} />
          ))}
        </div>
      </div>
      {away.value ? (
        <button type="button" class="to-latest" onClick={toEnd}>
          <Icon name="down" /> <span>Jump to latest</span>
        </button>
      ) : null}
    </div>
  );
}

/** Some of what Slack writes names who did it, and some leaves that to whoever draws it. */
const systemWords = (m: Message): string => (m.text.startsWith('<@') ? m.text : `<@${m.user}> ${m.text}`);

function Line({ row, inThread }: { readonly row: Row; readonly inThread: boolean }) {
  switch (row.kind) {
    case 'day':
      return (
        <h3 class="day-line">
          <span>{row.label}</span>
        </h3>
      );
    case 'new':
      return (
        <p class="new-line">
          <span>New messages</span>
        </p>
      );
    case 'system':
      return (
        <p class="system-line">
          <time>{timeWords(tsMs(row.message.ts), zone)}</time>
          <span>
            <Mrkdwn text={systemWords(row.message)} />
          </span>
        </p>
      );
    case 'message':
      return <MessageRow row={row} inThread={inThread} />;
  }
}
