/** Slack's mrkdwn as a person sees it. */
import type { ComponentChildren } from 'preact';
import type { ActiveToken } from '../../slack/show/mrkdwn.ts';
import { withEmoji } from './emoji.ts';
import { decoded, type Inline } from './mrkdwn-inline.ts';
import { type Part, parseMrkdwn } from './mrkdwn-parts.ts';
import { BroadcastMention, ChannelMention, DateWords, GroupMention, UserMention } from './tokens.tsx';
import { WebLink, Words } from './words.tsx';

interface MrkdwnProps {
  readonly text: string;
  /** Bare addresses stay text. */
  readonly verbatim?: boolean;
}

export const Mrkdwn = ({ text, verbatim = false }: MrkdwnProps) => (
  <div class="bk-text">
    {parseMrkdwn(text, { autolink: !verbatim }).map((part, i) => (
      <PartView key={i} part={part} />
    ))}
  </div>
);

function PartView({ part }: { readonly part: Part }) {
  const inside = <Inlines nodes={part.inside} />;
  if (part.kind === 'quote') return <blockquote class="bk-quote">{inside}</blockquote>;
  return part.kind === 'pre' ? <pre class="bk-pre">{inside}</pre> : <div class="bk-flow">{inside}</div>;
}

const Inlines = ({ nodes }: { readonly nodes: readonly Inline[] }): ComponentChildren =>
  nodes.map((node, i) => <InlineView key={i} node={node} />);

function InlineView({ node }: { readonly node: Inline }) {
  switch (node.kind) {
    case 'text':
      return <Words text={decoded(node.raw)} />;
    case 'emoji':
      return (
        <span class="bk-emoji" title={node.raw}>
          {node.char}
        </span>
      );
    case 'token':
      return <TokenView token={node.token} />;
    case 'bold':
      return <b>{<Inlines nodes={node.inside} />}</b>;
    case 'italic':
      return <i>{<Inlines nodes={node.inside} />}</i>;
    case 'strike':
      return <s>{<Inlines nodes={node.inside} />}</s>;
    case 'code':
      return <code class="bk-code">{<Inlines nodes={node.inside} />}</code>;
  }
}

function TokenView({ token }: { readonly token: ActiveToken }) {
  const label = token.label === undefined ? undefined : decoded(token.label);
  switch (token.kind) {
    case 'user':
      return <UserMention id={token.target} label={label} />;
    case 'channel':
      return <ChannelMention id={token.target} label={label} />;
    case 'group':
      return <GroupMention id={token.target} label={label} />;
    case 'broadcast':
      return <BroadcastMention range={token.target} />;
    case 'date': {
      const [, seconds, format, url] = (token.raw.slice(1, -1).split('|')[0] ?? '').split('^');
      return (
        <DateWords
          seconds={Number(seconds)}
          format={decoded(format ?? '')}
          fallback={label ?? token.raw}
          url={url && decoded(url)}
        />
      );
    }
    case 'link':
      return <WebLink url={decoded(token.target)}>{label ? withEmoji(label) : undefined}</WebLink>;
    case 'unknown':
      return <Words text={token.raw} />;
  }
}
