/** What stands above the first message: where one is, and while nothing was said yet, who one is and how to begin. */
import type { ChannelRow } from '../../control/wire.ts';
import { putIn } from '../composer/put-in.ts';
import { Button } from '../parts/button.tsx';
import { panel } from '../state/address.ts';
import { section } from '../state/live.ts';
import { cast, self } from '../state/people.ts';
import { Avatar } from './avatar.tsx';

const FIRST = '/incident declare p1 API down';

interface WelcomeProps {
  readonly row: ChannelRow;
  readonly label: string;
  readonly empty: boolean;
}

export function Welcome({ row, label, empty }: WelcomeProps) {
  const person = self.value;
  const playing = section('guide').value?.playing !== undefined;
  if (!person?.cast || !empty || !row.isMember) return <Beginning row={row} label={label} />;
  if (row.kind === 'im') return <DirectMessage label={label} />;
  return (
    <div class="welcome">
      <Avatar name={person.realName} size="large" />
      <div>
        <h3>{`You are ${person.realName.replace(/ \(.*\)$/, '')}.`}</h3>
        <p>{`${person.cast.title}. ${person.cast.note}`}</p>
        <p>
          This is {label}. Rehearse an incident here: whatever you break is simulated, the bot that answers is the real
          one.
        </p>
        {playing ? null : (
          <div class="welcome-ways">
            <Button tone="primary" icon="book" onPress={showGuide}>
              Follow a guided story
            </Button>
            <Button icon="bolt" onPress={() => putIn(FIRST)}>
              Declare an incident yourself
            </Button>
          </div>
        )}
        <p class="dim">
          {`At the top left you can be any of ${cast.value.length} people at any time: declare as one, approve as another.`}
        </p>
      </div>
    </div>
  );
}

function showGuide(): void {
  panel.value = 'guide';
  requestAnimationFrame(() => document.querySelector<HTMLElement>('#rail-panel')?.focus());
}

const Beginning = ({ row, label }: { readonly row: ChannelRow; readonly label: string }) => (
  <div class="beginning">
    <h3>{label}</h3>
    <p>{row.purpose || 'This is where it begins.'}</p>
  </div>
);

const DirectMessage = ({ label }: { readonly label: string }) => (
  <div class="beginning">
    <h3>{label}</h3>
    <p>What the bot tells only you comes here: that you are called, and what you are asked to approve.</p>
  </div>
);
