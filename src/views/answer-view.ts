/** What the person who asked is told, with what they may do next as buttons. */
import type { Answer } from '../engine/decision.ts';
import { say, type Text } from '../lib/text.ts';
import type { Message } from '../ports/chat.ts';
import { actionOf, nth } from './actions.ts';
import { actions, button, paragraph } from './blocks.ts';
import { LIMITS } from './limits.ts';
import { message } from './message.ts';

export const isRefusal = (answer: Answer): boolean => answer.code.startsWith('refused.');

/** An offer whose action we do not listen to would be a dead button: it is left out. */
function offers(answer: Answer) {
  return (answer.offers ?? []).flatMap((o, i) => {
    const action = actionOf(o.action);
    if (!action || o.value.length > LIMITS.value) return [];
    return [
      button(o.label, { action: nth(action, i), value: o.value, ...(i === 0 ? { style: 'primary' as const } : {}) }),
    ];
  });
}

export function answerView(answer: Answer): Message {
  const text: Text = isRefusal(answer) ? say`✋ ${answer.text}` : answer.text;
  return message([...paragraph(text), ...actions(offers(answer))], text);
}

/** The same shape for what never reached the engine: a typing mistake, a missing right. */
export function problemView(text: Text): Message {
  return answerView({ code: 'refused.not-understood', text });
}
