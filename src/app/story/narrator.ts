/** Tells what each person saw and did, with the time since the declaration. */
import type { Message } from '../../sandbox/slack/model/types.ts';
import { renderText } from '../../sandbox/slack/show/render-text.ts';
import type { Stage } from './stage.ts';

export interface Narrator {
  /** Zero of the story's clock. */
  begin(): void;
  act(who: string, what: string): void;
  /** What a message says, indented; at most `most` lines. */
  sees(who: string, message: Message | undefined, most?: number): void;
  note(text: string): void;
  heading(text: string): void;
  /** Milliseconds since `begin`, world time. */
  since(): number;
}

const two = (n: number) => String(Math.floor(n)).padStart(2, '0');

export function createNarrator(stage: Stage, print: (line: string) => void): Narrator {
  let zero = stage.clock.now();
  const since = () => stage.clock.now() - zero;
  const stamp = () => `${two(since() / 60_000)}:${two((since() / 1000) % 60)}`;
  const nameOf = (id: string) => stage.slack.workspace.people.get(id)?.name ?? id;
  return {
    begin() {
      zero = stage.clock.now();
    },
    since,
    heading(text) {
      print(`\n── ${text} ${'─'.repeat(Math.max(3, 92 - text.length))}`);
    },
    act(who, what) {
      print(`${stamp()}  @${nameOf(who)} ${what}`);
    },
    note(text) {
      print(`${stamp()}  ${text}`);
    },
    sees(who, message, most = 14) {
      if (!message) throw new Error(`@${nameOf(who)} sees nothing, but should`);
      const lines = renderText(message, stage.slack.workspace).split('\n');
      print(`${stamp()}  @${nameOf(who)} sees:`);
      for (const l of lines.slice(0, most)) print(`         │ ${l}`);
      if (lines.length > most) print(`         │ … ${lines.length - most} more lines`);
    },
  };
}
