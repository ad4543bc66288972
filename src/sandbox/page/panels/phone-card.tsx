/** One phone: whose it is, what it rings for, and the calls it had. */
import { useId } from 'preact/hooks';
import type { PhoneCall, PhoneRow } from '../../control/wire.ts';
import { Badge } from '../parts/badge.tsx';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { actPhone } from '../state/ask.ts';
import { personOf } from '../state/people.ts';
import { bareName, pastCalls, ringingCalls } from './phone-order.ts';
import { pointing } from './pointing.ts';
import { lengthWords } from './span-words.ts';
import { timeOrDayHere, worldSecond } from './world-now.ts';

export function PhoneCard({ phone }: { readonly phone: PhoneRow }) {
  const id = useId();
  const title = phone.user === undefined ? undefined : personOf(phone.user)?.cast?.title;
  const calls = ringingCalls(phone);
  return (
    <li class="phone" data-ringing={phone.ringing ? '' : undefined} aria-labelledby={id}>
      <header class="phone-head">
        <span class="phone-glyph" aria-hidden="true">
          <Icon name={phone.ringing ? 'bell' : 'phone'} size={18} />
        </span>
        <div class="phone-who">
          <h3 id={id}>{title === undefined ? phone.name : bareName(phone.name)}</h3>
          <p>{title ?? phone.email}</p>
        </div>
        {phone.ringing ? <Badge tone="bad">Ringing</Badge> : <Badge>Quiet</Badge>}
      </header>
      {calls.map((c) => (
        <RingingCall key={`${c.incidentId}/${c.at}`} call={c} phone={phone} first={c === calls[0]} />
      ))}
      <PastCalls calls={pastCalls(phone)} name={phone.name} />
    </li>
  );
}

interface RingingCallProps {
  readonly call: PhoneCall;
  readonly phone: PhoneRow;
  /** The guide points at the call that rings longest. */
  readonly first: boolean;
}

function RingingCall({ call, phone, first }: RingingCallProps) {
  const at = pointing.value;
  const pointed = first && at?.kind === 'phone' && at.email === phone.email;
  const press = (what: 'acknowledge' | 'resolve') => () =>
    actPhone({ email: phone.email, incidentId: call.incidentId, do: what });
  return (
    <div class="call">
      <p class="call-title">{call.title}</p>
      <p class="call-note">
        PagerDuty #{call.number}, {call.urgency} urgency, since {timeOrDayHere(call.at)}
      </p>
      <div class="call-buttons">
        <Button
          tone="primary"
          pointed={pointed}
          aria-label={`Acknowledge on the phone of ${phone.name}`}
          onPress={press('acknowledge')}
        >
          Acknowledge
        </Button>
        <Button aria-label={`Resolve on the phone of ${phone.name}`} onPress={press('resolve')}>
          Resolve
        </Button>
      </div>
    </div>
  );
}

const SHOWN = 3;

function PastCalls({ calls, name }: { readonly calls: readonly PhoneCall[]; readonly name: string }) {
  if (calls.length === 0) return null;
  return (
    <details class="calls">
      <summary>
        {calls.length === 1 ? '1 earlier call' : `${calls.length} earlier calls`}
        <span class="unseen"> of {name}</span>
      </summary>
      <ol>
        {calls.slice(0, SHOWN * 4).map((c) => (
          <li key={`${c.incidentId}/${c.at}`}>
            <span class="call-when">{timeOrDayHere(c.at)}</span>
            <span>
              {c.title}
              <small>{endWords(c)}</small>
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}

function endWords(c: PhoneCall): string {
  if (c.stoppedAt === undefined) return `rings since ${lengthWords(worldSecond.value - c.at)}`;
  return `${c.stoppedBy ?? 'stopped'} after ${lengthWords(c.stoppedAt - c.at)}`;
}
