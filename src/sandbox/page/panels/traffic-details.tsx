/** One exchange in full: what was asked and what was answered. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { TrafficDetail, TrafficRow } from '../../control/wire.ts';
import { Badge } from '../parts/badge.tsx';
import { Button } from '../parts/button.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { askTraffic } from './ask-traffic.ts';
import { bodyText, statusWords, wayWords } from './traffic-rows.ts';
import { timeHere } from './world-now.ts';

interface TrafficDetailsProps {
  readonly row: TrafficRow;
  readonly onClose: () => void;
}

export function TrafficDetails({ row, onClose }: TrafficDetailsProps) {
  const detail = useSignal<TrafficDetail | undefined>(undefined);
  // Asked again when the answer came in, because then there is more to show.
  useEffect(() => {
    let wanted = true;
    void askTraffic(row.n).then((d) => {
      if (wanted) detail.value = d;
    });
    return () => {
      wanted = false;
    };
  }, [row.n, row.status]);
  const d = detail.value;
  const status = statusWords(row);
  return (
    <section class="exchange-detail" aria-label="The request in full">
      <header class="detail-head">
        <h3>
          {row.method} {row.path}
          {row.what ? ` (${row.what})` : ''}
        </h3>
        <Button small tone="quiet" icon="close" label="Close the request" onPress={onClose} />
      </header>
      <p class="detail-note">
        <Badge tone={status.tone}>{status.words}</Badge> {wayWords(row)}, {timeHere(row.at)}
        {row.fault ? <Badge tone="warn">Fault: {row.fault}</Badge> : null}
      </p>
      {d ? (
        <>
          {Object.keys(d.query).length > 0 ? <Body title="Query" body={d.query} /> : null}
          <Body title="Request" body={d.request} />
          <Body title="Reply" body={d.reply} />
        </>
      ) : (
        <p class="note">The bodies are being fetched.</p>
      )}
    </section>
  );
}

function Body({ title, body }: { readonly title: string; readonly body: unknown }) {
  const text = bodyText(body);
  return (
    <section class="body" aria-label={title}>
      <header>
        <h4>{title}</h4>
        <CopyButton text={text} label={`Copy the ${title.toLowerCase()}`} />
      </header>
      <pre>{text}</pre>
    </section>
  );
}
