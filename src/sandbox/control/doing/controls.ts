/** Buttons, selects, pickers and forms, each named by block and action as it stands on the screen. */

import type { Answer } from '../../slack/deliver/answer.ts';
import type { Json } from '../../slack/json.ts';
import { obstacles } from '../../slack/person/fill.ts';
import type { SlackPerson } from '../../slack/person/person.ts';
import type { Act, ActAnswer } from '../acts.ts';
import type { Session } from '../session.ts';
import { messageOf, viewOf } from './find.ts';

type Of<D extends Act['do']> = Extract<Act, { do: D }>;

/** How many suggested options are remembered for a person: what they choose was suggested lately. */
const MOST_OFFERED = 500;

export async function click(session: Session, person: SlackPerson, act: Of<'click'>): Promise<ActAnswer> {
  const { on, block, action, choice, values } = act;
  const which = { block, action };
  const offered = session.offered.get(person.id) ?? [];
  if (on.in === 'message') {
    const message = messageOf(session, person, on.channel, on.ts);
    return told(await person.click(message, which, choice, offered));
  }
  const view = viewOf(session, person, on.view);
  if (values) person.fillIn(view, values, offered);
  return told(await person.clickIn(view, which, choice, offered));
}

export async function suggest(session: Session, person: SlackPerson, act: Of<'suggest'>): Promise<ActAnswer> {
  const { on, block, action, typed, values } = act;
  const before = session.offered.get(person.id) ?? [];
  const where = on.in === 'message' ? messageOf(session, person, on.channel, on.ts) : viewOf(session, person, on.view);
  const now = 'content' in where && values ? person.fillIn(where, values, before) : where;
  const { answer, options, heading } = await person.offers(now, { block, action }, typed);
  if (!answer.ok) return told(answer);
  session.offered.set(person.id, [...options, ...before].slice(0, MOST_OFFERED));
  return { ok: true, options, ...(heading === undefined ? {} : { heading }) };
}

/** What Slack's own window would not send is shown at its field, and nothing is sent. */
export async function submit(session: Session, person: SlackPerson, act: Of<'submit'>): Promise<ActAnswer> {
  const offered: readonly Json[] = session.offered.get(person.id) ?? [];
  const view = person.fillIn(viewOf(session, person, act.view), act.values, offered);
  const missing = obstacles(view, view.state);
  if (missing.length > 0) {
    const errors = Object.fromEntries(missing.map((o) => [o.block, sentence(o.text)]));
    session.rig.slack.workspace.views.note(view.id, { errors });
    return { ok: false, trouble: missing.map((o) => `${o.field}: ${o.text}`).join('; ') };
  }
  const answer = await person.submit(view, {}, offered);
  return answer.ok ? told(answer) : { ok: false, ms: answer.ms, trouble: 'We had some trouble connecting. Try again?' };
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function told(answer: Answer): ActAnswer {
  const { ok, ms, failure, status } = answer;
  if (ok) return { ok, ms };
  const trouble =
    failure === 'timeout'
      ? 'Operation timed out. Apps need to respond within 3 seconds.'
      : failure === 'http_error'
        ? `This app responded with status code ${status}.`
        : 'This app did not answer: nothing of it is connected just now.';
  return { ok, ms, trouble };
}
