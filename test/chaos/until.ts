/** Waiting for the world to be a certain way, however long its processes are dead. */
import type { Message } from '../../src/sandbox/slack/model/types.ts';
import { words } from '../support/read-view.ts';
import { ringDue } from './quiet.ts';
import type { World } from './world.ts';

const LOOK = 15;
const PATIENCE = 30_000;

/** Polls until `look` gives something. What waits for a retry or a channel's turn is not waited for: time is moved. */
export async function until<T>(w: World, what: string, look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const began = Date.now();
  for (let n = 1; ; n++) {
    const found = await Promise.resolve(look()).catch(() => undefined);
    if (found !== undefined) return found;
    if (Date.now() - began > PATIENCE) throw new Error(`waited ${PATIENCE} ms for ${what}`);
    // Once a while the turn of a retry or of the next post in a channel comes at once.
    if (n % 20 === 0) {
      await w.warp(1_000).catch(() => {});
      await ringDue(w).catch(() => {});
    }
    await new Promise((r) => setTimeout(r, LOOK));
  }
}

/** A row exists. */
export const row = <R extends Record<string, unknown>>(w: World, what: string, sql: string, values: unknown[] = []) =>
  until<R>(w, what, async () => (await w.query<R>(sql, values))[0]);

/** Buttons of a message, by what is written on them. */
export function buttons(m: Message): string[] {
  const blocks = m.blocks as readonly { type?: string; elements?: { text?: { text?: string } }[] }[];
  return blocks.flatMap((b) => (b.type === 'actions' ? (b.elements ?? []).map((e) => e.text?.text ?? '') : []));
}

/** The newest message in the channel that carries this button and says this. */
export const withButton = (w: World, channel: string, button: string, says = ''): Promise<Message> =>
  until(w, `a message with [${button}]`, () =>
    w.stage.slack.workspace.messages
      .of(w.stage.slack.workspace.channel(channel).id)
      .filter((m) => buttons(m).some((b) => b.includes(button)) && (words(m) + m.text).includes(says))
      .at(-1),
  );
