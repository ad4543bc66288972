/** A card is posted once and then edited to what is true now; one that somebody deleted is posted anew. */
import type { Chat, Posted } from '../ports/chat.ts';
import { Fault } from '../ports/fault.ts';
import { type PostOnce, postOnce } from './post-once.ts';

/** The card's new place; undefined when it stood already. */
export async function showCard(
  chat: Chat,
  effect: Parameters<typeof postOnce>[1],
  card: Posted | undefined,
  p: PostOnce,
): Promise<Posted | undefined> {
  if (card) {
    try {
      await chat.update(card, p.message);
      return undefined;
    } catch (e) {
      if (!(e instanceof Fault && e.code === 'slack.message_not_found')) throw e;
    }
  }
  return postOnce(chat, effect, { ...p, living: true });
}
