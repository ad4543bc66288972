/** What people said of a message with one sign, and the way to say so oneself. */
import { useRef } from 'preact/hooks';
import type { Message, Reaction } from '../../control/wire.ts';
import { me } from '../state/address.ts';
import { act } from '../state/ask.ts';
import { nameOf } from '../state/people.ts';
import { emojiOf, PICKER } from './emoji.ts';
import { Menu } from './menu.tsx';

const react = (m: Message, name: string, on: boolean) => act({ do: 'react', channel: m.channel, ts: m.ts, name, on });

export const Reactions = ({ message }: { readonly message: Message }) =>
  message.reactions.length > 0 ? (
    <ul class="reactions" aria-label="Reactions">
      {message.reactions.map((r) => (
        <li key={r.name}>
          <Chip message={message} reaction={r} />
        </li>
      ))}
    </ul>
  ) : null;

function Chip({ message, reaction }: { readonly message: Message; readonly reaction: Reaction }) {
  const mine = reaction.users.includes(me.value);
  const emoji = emojiOf(reaction.name);
  const who = reaction.users.map((u) => (u === me.value ? 'you' : nameOf(u))).join(', ');
  return (
    <button
      type="button"
      class="reaction"
      aria-pressed={mine}
      aria-label={`${emoji.words}, ${reaction.users.length}: ${who}`}
      title={who}
      onClick={() => void react(message, reaction.name, !mine)}
    >
      <span aria-hidden="true">{emoji.char}</span>
      <span aria-hidden="true">{reaction.users.length}</span>
    </button>
  );
}

export const AddReaction = ({ message }: { readonly message: Message }) => (
  <Menu icon="smile" label="Add a reaction" class="react-menu">
    {(close) => <Picker message={message} onDone={close} />}
  </Menu>
);

const COLUMNS = 8;

function Picker({ message, onDone }: { readonly message: Message; readonly onDone: () => void }) {
  const box = useRef<HTMLFieldSetElement>(null);
  const onKeyDown = (e: KeyboardEvent) => {
    const buttons = [...(box.current?.querySelectorAll('button') ?? [])];
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: 1,
      ArrowLeft: -1,
      ArrowDown: COLUMNS,
      ArrowUp: -COLUMNS,
    };
    const step = steps[e.key];
    if (step === undefined) return;
    const at = buttons.findIndex((b) => b.matches(':focus'));
    e.preventDefault();
    buttons[Math.min(buttons.length - 1, Math.max(0, at + step))]?.focus();
  };
  return (
    <fieldset ref={box} class="picker" aria-label="Reactions to choose from" onKeyDown={onKeyDown}>
      {PICKER.map((e) => (
        <button
          key={e.name}
          type="button"
          aria-label={e.words}
          title={e.words}
          onClick={() => {
            const had = message.reactions.find((r) => r.name === e.name)?.users.includes(me.value) ?? false;
            void react(message, e.name, !had);
            onDone();
          }}
        >
          <span aria-hidden="true">{e.char}</span>
        </button>
      ))}
    </fieldset>
  );
}
