/** The run's card and its approval cards, in the channel of its incident or its task: posted once, then edited to what is true now. */
import type { Task } from '../domain/cadence/model.ts';
import type {
  ChatApprovalPayload,
  ChatRunLinePayload,
  ChatRunPayload,
  ChatRunSaidPayload,
} from '../domain/runbook/effects.ts';
import type { ApprovalState, Run } from '../domain/runbook/model.ts';
import { type HandlerIo, handlerOf, type Outcome } from '../engine/effect.ts';
import { approvalCard } from '../views/approval-card.ts';
import { lines } from '../views/blocks.ts';
import { message } from '../views/message.ts';
import { runCard } from '../views/run-card.ts';
import { runSaid } from '../views/run-said-view.ts';
import { type ChatDeps, incidentNow, STALE } from './chat-deps.ts';
import { type PostOnce, postOnce } from './post-once.ts';
import { showCard } from './show-card.ts';
import { attempt } from './translate-fault.ts';

const runNow = async (io: HandlerIo, id: number) => (await io.load<Run>({ kind: 'run', id }))?.state;

type Place = Pick<PostOnce, 'to' | 'thread'>;

/** A channel that did not open within this many attempts may never: then the thread in #incidents has to do. */
const PATIENCE = 4;

/** Where its incident or its task talks by now; a run may have begun before the incident's channel stood. */
async function place({ chat }: ChatDeps, io: HandlerIo, run: Run, attempts: number): Promise<Place | undefined> {
  if (run.channel) return { to: run.channel };
  if (run.task !== undefined) {
    const task = (await io.load<Task>({ kind: 'task', id: run.task }))?.state;
    const to = task && (await chat.channelNamed(task.rule.channel));
    return to === undefined ? undefined : { to };
  }
  const incident = run.incident === undefined ? undefined : await incidentNow(io, run.incident);
  if (incident?.channel) return { to: incident.channel.id };
  const card = incident?.cards.announce;
  return card && attempts > PATIENCE ? { to: card.channel, thread: card.ts } : undefined;
}

/** The channel is opened by another lane, or by a person; until then there is nowhere to put a card. */
const NO_CHANNEL: Outcome = { kind: 'again', reason: 'there is no channel for it yet' };

export const chatRun = (d: ChatDeps) =>
  handlerOf<ChatRunPayload>({
    kind: 'chat.run',
    async run(effect, io) {
      return attempt(effect, async () => {
        const { run: id } = effect.payload;
        const run = await runNow(io, id);
        if (!run) return { kind: 'done' };
        const where = await place(d, io, run, effect.attempts);
        if (!where) return NO_CHANNEL;
        const posted = await showCard(d.chat, effect, run.card, {
          ...where,
          message: runCard(run, d.catalog().people),
        });
        if (!posted) return { kind: 'done' };
        return { kind: 'done', result: { type: 'run.carded', to: { kind: 'run', id }, data: posted } };
      });
    },
    gaveUp: () => undefined,
  });

function approvalOf(run: Run, p: ChatApprovalPayload): ApprovalState | undefined {
  const step = run.steps[p.step];
  return [step?.approval, ...(step?.earlier ?? [])].find((a) => a?.digest === p.digest);
}

/** A line below the card of a run that belongs to no incident. */
export const chatRunLine = (d: ChatDeps) =>
  handlerOf<ChatRunLinePayload>({
    kind: 'chat.run-line',
    async run(effect, io) {
      return attempt(effect, async () => {
        const { run: id, text, at } = effect.payload;
        const run = await runNow(io, id);
        if (!run || io.now() - at > STALE) return { kind: 'done' };
        const where = await place(d, io, run, effect.attempts);
        if (!where) return NO_CHANNEL;
        const thread = run.card ? { thread: run.card.ts } : {};
        await postOnce(d.chat, effect, { ...where, ...thread, message: message(lines([text], 1_500), text) });
        return { kind: 'done' };
      });
    },
    gaveUp: () => undefined,
  });

/** Below the card, where nobody is told of it and whoever looks back finds it. */
export const chatRunSaid = (d: ChatDeps) =>
  handlerOf<ChatRunSaidPayload>({
    kind: 'chat.run-said',
    async run(effect, io) {
      return attempt(effect, async () => {
        const { run: id, nth } = effect.payload;
        const run = await runNow(io, id);
        const said = run && runSaid(run, nth, d.catalog().people);
        if (!run || !said) return { kind: 'done' };
        // Its card is posted before, in the same lane. One that could not be posted leaves no thread, and the record has it all.
        if (!run.card) return { kind: 'done' };
        await postOnce(d.chat, effect, { to: run.card.channel, thread: run.card.ts, message: said });
        return { kind: 'done' };
      });
    },
    gaveUp: () => undefined,
  });

export const chatApproval = (d: ChatDeps) =>
  handlerOf<ChatApprovalPayload>({
    kind: 'chat.approval',
    async run(effect, io) {
      return attempt(effect, async () => {
        const p = effect.payload;
        const run = await runNow(io, p.run);
        const approval = run && approvalOf(run, p);
        if (!approval) return { kind: 'done' };
        const where = await place(d, io, run, effect.attempts);
        if (!where) return NO_CHANNEL;
        const message = approvalCard(run, approval, d.catalog().people);
        const posted = await showCard(d.chat, effect, approval.card, { ...where, message });
        if (!posted) return { kind: 'done' };
        const data = { step: p.step, digest: p.digest, ...posted };
        return { kind: 'done', result: { type: 'approval.carded', to: { kind: 'run', id: p.run }, data } };
      });
    },
    gaveUp: () => undefined,
  });
