/** What the app says outside the Web API: command answers, response URLs and submission answers, shown as Slack shows them. */
import { readBlocks } from '../api/message-content.ts';
import { ApiError } from '../api/method.ts';
import { withIds } from '../blocks/check-blocks.ts';
import { viewProblems } from '../blocks/check-view.ts';
import { isRecord, type Json, record, records, string } from '../json.ts';
import type { ResponseTicket } from '../model/tickets.ts';
import type { Message, View } from '../model/types.ts';
import type { Workspace } from '../model/workspace.ts';
import type { Answer } from './answer.ts';

/** The answer to a slash command, or Slack's own words when there was none or it was malformed. */
export function showCommandAnswer(w: Workspace, ticket: ResponseTicket, command: string, answer: Answer): void {
  const complain = (why: string) => {
    const text = `${command} failed with the error "${why}"`;
    w.messages.post({ channel: ticket.channel, user: 'USLACKBOT', text, onlyFor: ticket.user });
  };
  if (!answer.ok) {
    complain(answer.failure === 'timeout' ? 'operation_timeout' : 'dispatch_failed');
    return;
  }
  const said = typeof answer.body === 'string' ? { text: answer.body } : record(answer.body);
  if (!said.text && records(said.blocks).length === 0) return;
  try {
    respond(w, ticket, said);
  } catch (e) {
    if (!(e instanceof ApiError)) throw e;
    complain(e.code);
  }
}

/** A POST to a response URL. Throws ApiError when Slack would refuse it. */
export function respond(w: Workspace, ticket: ResponseTicket, said: Json): Message | undefined {
  const { channel, user, messageTs } = ticket;
  if (said.delete_original === true && messageTs) {
    w.messages.delete(channel, messageTs);
    return undefined;
  }
  const blocks = said.blocks === undefined ? [] : readBlocks(said.blocks, w);
  const text = string(said.text) ?? '';
  if (text === '' && blocks.length === 0) throw new ApiError('no_text');
  const metadata = isRecord(said.metadata) ? { metadata: said.metadata } : {};
  if (said.replace_original === true && messageTs) {
    return w.messages.change(channel, messageTs, { text, blocks, ...metadata });
  }
  const threadTs = string(said.thread_ts) ?? ticket.threadTs;
  return w.messages.post({
    channel,
    user: w.app.botUserId,
    botId: w.app.botId,
    text,
    blocks,
    ...metadata,
    ...(threadTs ? { threadTs } : {}),
    ...(said.response_type === 'in_channel' ? {} : { onlyFor: user }),
  });
}

const trouble = 'We had some trouble connecting. Try again?';

/** The answer to a submitted modal: close it, show field errors, change it, stack another on it, or close all. */
export function showSubmissionAnswer(w: Workspace, view: View, answer: Answer): void {
  const body = record(answer.body);
  const fresh = record(body.view);
  if (!answer.ok) {
    w.views.note(view.id, { trouble });
    return;
  }
  switch (body.response_action) {
    case undefined:
      w.views.close(view.id);
      return;
    case 'clear':
      w.views.clear(view.user);
      return;
    case 'errors': {
      const errors = Object.fromEntries(
        Object.entries(record(body.errors)).flatMap(([k, v]) => (typeof v === 'string' ? [[k, v]] : [])),
      );
      const known = Object.keys(errors).every((id) => view.blocks.some((b) => b.block_id === id && b.type === 'input'));
      // Errors for blocks that are not inputs of this view make Slack show its own trouble line.
      w.views.note(view.id, known && Object.keys(errors).length > 0 ? { errors } : { trouble });
      return;
    }
    case 'update':
    case 'push': {
      const blocks = withIds(records(fresh.blocks), () => w.ids.next('b'));
      const bad = viewProblems(fresh, 'modal').length > 0;
      const shown =
        !bad &&
        (body.response_action === 'update'
          ? w.views.update(view.id, fresh, blocks)
          : w.views.push(view.user, fresh, blocks));
      if (!shown) w.views.note(view.id, { trouble });
      return;
    }
    default:
      w.views.note(view.id, { trouble });
  }
}
