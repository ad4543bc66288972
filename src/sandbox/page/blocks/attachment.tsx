/** An attachment: what apps put beside a coloured bar, the old fields and blocks alike. */
import type { Json } from '../../control/wire.ts';
import { records, string } from '../../slack/json.ts';
import { fullWords, tsMs, zone } from '../state/world-time.ts';
import { barColour } from './bar-colour.ts';
import { Blocks } from './block.tsx';
import { Mrkdwn } from './mrkdwn.tsx';
import { Picture } from './picture.tsx';
import { WebLink, Words } from './words.tsx';

export function Attachment({ of }: { readonly of: Json }) {
  const colour = barColour(of.color);
  const blocks = records(of.blocks);
  return (
    <div class="bk-attachment" style={colour === undefined ? undefined : { '--bar': colour }}>
      {blocks.length > 0 ? <Blocks blocks={blocks} /> : <OldFields of={of} />}
    </div>
  );
}

function OldFields({ of }: { readonly of: Json }) {
  const title = string(of.title);
  const url = string(of.title_link);
  const text = string(of.text);
  const fields = records(of.fields);
  const shown = [of.pretext, title, text].some(Boolean) || fields.length > 0;
  const sent = Number(of.ts);
  return (
    <div class="bk-blocks">
      {string(of.pretext) ? <Mrkdwn text={string(of.pretext) ?? ''} /> : null}
      {string(of.author_name) ? (
        <div class="bk-attachment-small">
          <Words text={string(of.author_name) ?? ''} />
        </div>
      ) : null}
      {title ? (
        <b class="bk-attachment-title">{url ? <WebLink url={url}>{title}</WebLink> : <bdi>{title}</bdi>}</b>
      ) : null}
      {text || !shown ? <Mrkdwn text={text ?? string(of.fallback) ?? ''} /> : null}
      {fields.length === 0 ? null : (
        <div class="bk-fields">
          {fields.map((f, i) => (
            <div key={i} class={f.short === true ? undefined : 'bk-wide'}>
              <b>
                <Words text={string(f.title) ?? ''} />
              </b>
              <Mrkdwn text={string(f.value) ?? ''} />
            </div>
          ))}
        </div>
      )}
      {string(of.image_url) ? <Picture of={{ alt_text: title ?? 'attached image' }} /> : null}
      {string(of.footer) || Number.isFinite(sent) ? (
        <div class="bk-attachment-small">
          <Words
            text={[string(of.footer), Number.isFinite(sent) ? fullWords(tsMs(String(sent)), zone) : '']
              .filter(Boolean)
              .join(' | ')}
          />
        </div>
      ) : null}
    </div>
  );
}
