/** A post that may have happened already is looked up first, and repeated once, marked, when it is not there. */
import type { Claimed } from '../engine/effect.ts';
import type { Chat, Message, Posted } from '../ports/chat.ts';
import { Fault } from '../ports/fault.ts';

export interface PostOnce {
  readonly to: string;
  readonly message: Message;
  readonly thread?: string;
  readonly pin?: boolean;
  /** Shows what is now: one that is found shows what was when it was posted, and is edited. */
  readonly living?: boolean;
}

/** Slack shows at most this many blocks; then the mark stands in the notification alone. */
const MOST_BLOCKS = 50;
const MARK = { type: 'context', elements: [{ type: 'plain_text', text: '(resent)' }] };

function marked({ blocks, text }: Message): Message {
  return { blocks: blocks.length < MOST_BLOCKS ? [...blocks, MARK] : blocks, text: `(resent) ${text}` };
}

/** Where looking is not allowed, a second copy is better than none. */
async function earlier(chat: Chat, key: string, p: PostOnce): Promise<Posted | undefined> {
  try {
    return await chat.find(p.to, key, p.thread);
  } catch (e) {
    if (e instanceof Fault && e.kind === 'permanent') return undefined;
    throw e;
  }
}

export async function postOnce(chat: Chat, effect: Pick<Claimed, 'key' | 'doubt'>, p: PostOnce): Promise<Posted> {
  const thread = p.thread === undefined ? {} : { thread: p.thread };
  const found = effect.doubt ? await earlier(chat, effect.key, p) : undefined;
  if (found) {
    if (p.living) await chat.update(found, p.message);
    return found;
  }
  const message = effect.doubt ? marked(p.message) : p.message;
  return chat.post(p.to, message, { key: effect.key, ...thread, ...(p.pin ? { pin: true } : {}) });
}
