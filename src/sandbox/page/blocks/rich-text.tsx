/** Rich text: here text is data, nothing in it is ever parsed. */
import type { ComponentChildren, JSX } from 'preact';
import type { Json } from '../../control/wire.ts';
import { record, records, string } from '../../slack/json.ts';
import { emojiChar } from './emoji.ts';
import { BroadcastMention, ChannelMention, DateWords, GroupMention, UserMention } from './tokens.tsx';
import { WebLink, Words } from './words.tsx';

export const RichText = ({ block }: { readonly block: Json }) => (
  <div class="bk-text bk-rich">
    {each(block.elements, (e, i) => (
      <RichPart key={i} of={e} />
    ))}
  </div>
);

const each = (v: unknown, show: (e: Json, i: number) => JSX.Element): JSX.Element[] => records(v).map(show);

function RichPart({ of }: { readonly of: Json }) {
  const inside = <Pieces of={of.elements} />;
  switch (of.type) {
    case 'rich_text_quote':
      return <blockquote class="bk-quote">{inside}</blockquote>;
    case 'rich_text_preformatted':
      return <pre class="bk-pre">{inside}</pre>;
    case 'rich_text_list':
      return <RichList of={of} />;
    default:
      return <div class="bk-flow">{inside}</div>;
  }
}

function RichList({ of }: { readonly of: Json }) {
  const items = each(of.elements, (e, i) => (
    <li key={i}>
      <Pieces of={e.elements} />
    </li>
  ));
  const style = { '--indent': String(Math.min(8, Math.max(0, Number(of.indent) || 0))) };
  if (of.style !== 'ordered')
    return (
      <ul class="bk-list" style={style}>
        {items}
      </ul>
    );
  return (
    <ol class="bk-list" style={style} start={1 + (Number(of.offset) || 0)}>
      {items}
    </ol>
  );
}

const Pieces = ({ of }: { readonly of: unknown }): ComponentChildren => each(of, (e, i) => <Piece key={i} of={e} />);

function Piece({ of }: { readonly of: Json }) {
  return styled(record(of.style), <PieceWords of={of} />);
}

function PieceWords({ of }: { readonly of: Json }) {
  switch (of.type) {
    case 'text':
      return <Words text={string(of.text) ?? ''} />;
    case 'link':
      return <WebLink url={string(of.url) ?? ''}>{string(of.text)}</WebLink>;
    case 'user':
      return <UserMention id={string(of.user_id) ?? ''} />;
    case 'usergroup':
      return <GroupMention id={string(of.usergroup_id) ?? ''} />;
    case 'channel':
      return <ChannelMention id={string(of.channel_id) ?? ''} />;
    case 'broadcast':
      return <BroadcastMention range={string(of.range) ?? ''} />;
    case 'emoji':
      return (
        <span class="bk-emoji" title={`:${string(of.name) ?? ''}:`}>
          {pictureOf(of)}
        </span>
      );
    case 'date':
      return (
        <DateWords
          seconds={Number(of.timestamp)}
          format={string(of.format) ?? ''}
          fallback={string(of.fallback) ?? ''}
          url={string(of.url)}
        />
      );
    case 'color':
      return <code class="bk-code">{string(of.value)}</code>;
    default:
      return <Words text={string(of.text) ?? ''} />;
  }
}

function pictureOf(of: Json): string {
  const name = string(of.name) ?? '';
  const known = emojiChar(name);
  if (known) return known;
  const points = (string(of.unicode) ?? '').split('-').map((hex) => Number.parseInt(hex, 16));
  return points.every((p) => p > 0 && p < 0x110000) ? String.fromCodePoint(...points) : `:${name}:`;
}

function styled(style: Json, words: JSX.Element): JSX.Element {
  let out = words;
  if (style.code === true) out = <code class="bk-code">{out}</code>;
  if (style.strike === true) out = <s>{out}</s>;
  if (style.underline === true) out = <u>{out}</u>;
  if (style.italic === true) out = <i>{out}</i>;
  return style.bold === true ? <b>{out}</b> : out;
}
