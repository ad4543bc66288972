/** Every effect kind and who does it. */
import type { EffectHandler } from '../engine/effect.ts';
import { chatCard } from '../outbound/chat-card.ts';
import { chatDm } from '../outbound/chat-dm.ts';
import { chatAnnounce, chatInvite, chatLine } from '../outbound/chat-line.ts';
import { chatNotice } from '../outbound/chat-notice.ts';
import { chatOpen } from '../outbound/chat-open.ts';
import { chatApproval, chatRun } from '../outbound/chat-run.ts';
import { pageHandlers } from '../outbound/page.ts';
import { stepExecute } from '../outbound/step-execute.ts';
import { stepPlan } from '../outbound/step-plan.ts';
import { stepRead } from '../outbound/step-read.ts';
import type { Core } from './core.ts';

export function createHandlers(core: Core): EffectHandler[] {
  const { chat, pager, onCall } = core.ports;
  const { catalog } = core.workflows;
  const chats = { chat, catalog };
  return [
    ...pageHandlers({ pager, onCall, catalog }),
    ...[chatOpen, chatCard, chatLine, chatAnnounce, chatInvite, chatDm, chatNotice, chatRun, chatApproval].map((make) =>
      make(chats),
    ),
    ...[stepRead, stepPlan, stepExecute].map((make) => make(core.ports, core.redactor)),
  ];
}
