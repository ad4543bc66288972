/** What a typed text becomes when it is sent: a command, a message, or a refusal in Slack's manner. */

import type { Known } from './candidate.ts';
import { type TypedCommand, typedCommand, verbNamed } from './complete-command.ts';

export type Outgoing =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'command'; readonly command: string; readonly text: string }
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'refused'; readonly why: string };

export function outgoing(typed: string, known: Known, inThread: boolean): Outgoing {
  const text = typed.trim();
  if (text === '') return { kind: 'nothing' };
  const [, name, rest] = text.match(/^(\/[a-z][\w-]*)(?:\s+([\s\S]*))?$/i) ?? [];
  // A space before it makes a message of what looks like a command.
  if (name === undefined || /^\s/.test(typed)) return { kind: 'say', text };
  const command = known.commands.find((c) => c.name.toLowerCase() === name.toLowerCase());
  if (!command) {
    const names = known.commands.map((c) => c.name).join(', ');
    return { kind: 'refused', why: `${name} is not a command here. There is ${names}. Nothing was sent.` };
  }
  if (inThread) {
    const bot = known.people.find((p) => p.id === known.botUser)?.name ?? 'tocsin';
    const instead = `@${bot}${rest ? ` ${rest}` : ''}`;
    return { kind: 'refused', why: `Slack takes no commands in threads. Write “${instead}”, which does the same.` };
  }
  return { kind: 'command', command: command.name, text: rest?.trim() ?? '' };
}

/** What the verb that is being typed takes, to be read while one types: `declare <severity> <title…>`. */
export function usageHint(before: string, known: Known): { usage: string; summary: string } | undefined {
  const typed: TypedCommand | undefined = typedCommand(before, known);
  const verb = typed?.verb === undefined ? undefined : verbNamed(typed.command, typed.verb);
  return verb ? { usage: verb.usage, summary: verb.summary } : undefined;
}
