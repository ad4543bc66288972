/** What a person does in Slack, done; and what Slack would tell them when the app does not answer. */

import { Cannot } from '../../slack/cannot.ts';
import type { Answer } from '../../slack/deliver/answer.ts';
import type { SlackPerson } from '../../slack/person/person.ts';
import type { Act, ActAnswer } from '../acts.ts';
import { Problem } from '../problem.ts';
import type { Session } from '../session.ts';
import { click, submit, suggest } from './controls.ts';
import { channelOf, messageOf, openChannelOf, personOf, viewOf } from './find.ts';

export async function doAct(session: Session, act: Act): Promise<ActAnswer> {
  const person = personOf(session, act.as);
  try {
    return await perform(session, person, act);
  } catch (e) {
    // What a person cannot do is for them to know; everything else is a bug.
    if (e instanceof Cannot) throw new Problem(422, e.message, e.block);
    throw e;
  } finally {
    session.changed('workspace', 'messages', 'views', 'guide');
  }
}

async function perform(session: Session, person: SlackPerson, act: Act): Promise<ActAnswer> {
  switch (act.do) {
    case 'command': {
      const { id } = openChannelOf(session, person, act.channel);
      if (!session.rig.commands.some((c) => c.name === act.command)) return unknownCommand(session, act.command);
      const answer = await person.command(id, act.command, act.text);
      return told(answer, `${act.command} failed with the error "${wordFor(answer)}"`);
    }
    case 'say': {
      const { id } = openChannelOf(session, person, act.channel);
      const thread = act.thread === undefined ? {} : { threadTs: messageOf(session, person, id, act.thread).ts };
      const { answers } = await person.say(id, act.text, thread);
      return { ok: true, ...slowest(answers) };
    }
    case 'click':
      return click(session, person, act);
    case 'suggest':
      return suggest(session, person, act);
    case 'submit':
      return submit(session, person, act);
    case 'dismiss': {
      const answer = await person.dismiss(viewOf(session, person, act.view));
      return { ok: true, ...(answer ? { ms: answer.ms } : {}) };
    }
    case 'react': {
      const message = messageOf(session, person, act.channel, act.ts);
      const answers = await (act.on ? person.react(message, act.name) : person.unreact(message, act.name));
      return { ok: true, ...slowest(answers) };
    }
    case 'join': {
      const { id } = openChannelOf(session, person, act.channel);
      const answers = await person.join(id);
      // Whoever joins has the channel before them.
      const last = session.rig.slack.workspace.messages.of(id, person.id).at(-1);
      if (last) session.looks.seen(person.id, id, last.ts);
      return { ok: true, ...slowest(answers) };
    }
    case 'read':
      session.looks.seen(person.id, channelOf(session, person, act.channel).id, act.ts);
      return { ok: true };
  }
}

/** Slack's own words go into the channel too, for this person only. */
function told(answer: Answer, trouble: string): ActAnswer {
  return answer.ok ? { ok: true, ms: answer.ms } : { ok: false, ms: answer.ms, trouble };
}

function wordFor({ failure }: Answer): string {
  return failure === 'timeout' ? 'operation_timeout' : 'dispatch_failed';
}

function slowest(answers: readonly Answer[]): { ms?: number } {
  return answers.length > 0 ? { ms: Math.max(...answers.map((a) => a.ms)) } : {};
}

function unknownCommand({ rig }: Session, command: string): ActAnswer {
  const known = rig.commands.map((c) => c.name).join(', ');
  return { ok: false, trouble: `${command} is not a valid command. Here there are ${known}.` };
}
