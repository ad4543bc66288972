/** Every effect kind and who does it. */

import type { Catalog } from '../domain/catalog/model.ts';
import type { StepPorts } from '../domain/runbook/step-kind.ts';
import type { EffectHandler } from '../engine/effect.ts';
import type { Redactor } from '../lib/redact.ts';
import { chatCard } from '../outbound/chat-card.ts';
import { chatDm } from '../outbound/chat-dm.ts';
import { chatAnnounce, chatInvite, chatLine } from '../outbound/chat-line.ts';
import { chatNotice } from '../outbound/chat-notice.ts';
import { chatOpen } from '../outbound/chat-open.ts';
import { chatApproval, chatRun, chatRunLine, chatRunSaid } from '../outbound/chat-run.ts';
import { pageHandlers } from '../outbound/page.ts';
import { stepExecute } from '../outbound/step-execute.ts';
import { type RunsOn, stepPlan } from '../outbound/step-plan.ts';
import { stepRead } from '../outbound/step-read.ts';
import type { Chat } from '../ports/chat.ts';
import type { OnCall } from '../ports/on-call.ts';
import type { Pager } from '../ports/pager.ts';

export interface HandlerDeps {
  readonly ports: StepPorts & { readonly chat: Chat; readonly pager: Pager; readonly onCall: OnCall };
  readonly catalog: () => Catalog;
  readonly runsOn: RunsOn;
  /** The ports to the cluster in a person's name. */
  readonly inNameOf: (user: string) => Partial<StepPorts>;
  /** Without one, what looks like a secret is hidden all the same. */
  readonly redactor?: Redactor;
}

export function createHandlers({ ports, catalog, runsOn, inNameOf, redactor }: HandlerDeps): EffectHandler[] {
  const { chat, pager, onCall } = ports;
  const chats = { chat, catalog };
  const portsFor = (as: string | undefined) => (as === undefined ? ports : { ...ports, ...inNameOf(as) });
  return [
    ...pageHandlers({ pager, onCall, catalog }),
    ...[
      chatOpen,
      chatCard,
      chatLine,
      chatAnnounce,
      chatInvite,
      chatDm,
      chatNotice,
      chatRun,
      chatRunLine,
      chatRunSaid,
      chatApproval,
    ].map((make) => make(chats)),
    stepRead(ports, redactor),
    stepPlan(portsFor, runsOn, redactor),
    stepExecute(portsFor, redactor),
  ];
}
