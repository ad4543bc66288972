/** A text object of Block Kit: plain text with its emoji, or mrkdwn. */
import type { Json } from '../../control/wire.ts';
import { string } from '../../slack/json.ts';
import { plainOf } from './choosing.ts';
import { Mrkdwn } from './mrkdwn.tsx';
import { Words } from './words.tsx';

export function TextObject({ of }: { readonly of: Json }) {
  if (of.type === 'mrkdwn') return <Mrkdwn text={string(of.text) ?? ''} verbatim={of.verbatim === true} />;
  return (
    <div class="bk-text bk-flow">
      <Words text={plainOf(of)} />
    </div>
  );
}
