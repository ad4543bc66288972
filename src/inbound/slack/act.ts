/** What a person asked, as an Input with who they are, handed to the engine; its answer as a message. */
import type { Verb } from '../../domain/catalog/model.ts';
import { incident as incidentRef } from '../../domain/incident/inputs.ts';
import { groupsFor } from '../../domain/people/model.ts';
import { run as runRef } from '../../domain/runbook/inputs.ts';
import type { Answer, Input } from '../../engine/decision.ts';
import { say } from '../../lib/text.ts';
import type { Caller } from './caller.ts';
import type { PersonInput, RunAsked } from './define-command.ts';
import type { SlackDeps } from './deps.ts';
import { whoAsks } from './who.ts';

/** Rights may be this old, milliseconds; for approvals they are read anew. */
const RECENT = 60_000;

const refused = (text: Answer['text']): Answer => ({ code: 'refused.identity', text });

async function hand(deps: SlackDeps, input: Input): Promise<Answer> {
  const { answer } = await deps.handle(input);
  return answer ?? { code: 'done', text: say`Done.` };
}

export async function actOnIncident(
  deps: SlackDeps,
  caller: Caller,
  verb: Verb | 'anyone',
  to: number | 'new',
  asked: PersonInput,
): Promise<Answer> {
  const needs = verb === 'anyone' ? [] : groupsFor(deps.catalog(), verb);
  const known = await whoAsks(deps, caller.user, needs, RECENT);
  if ('refused' in known) return refused(known.refused);
  const from = asked.type === 'incident.declare' && caller.channel ? { from: caller.channel } : {};
  return hand(deps, {
    type: asked.type,
    to: to === 'new' ? { kind: 'incident', id: 'new' } : incidentRef(to),
    key: caller.key,
    actor: `slack:${caller.user}`,
    source: 'slack',
    data: { ...asked.data, ...from, by: known.by, groups: known.groups },
  });
}

/** `needs`: groups of the verb, or those of the approval; `fresh` reads them from Slack now. */
export async function actOnRun(
  deps: SlackDeps,
  caller: Caller,
  rights: { readonly needs: readonly string[]; readonly fresh: boolean },
  to: number | 'new',
  asked: RunAsked,
): Promise<Answer> {
  const known = await whoAsks(deps, caller.user, rights.needs, rights.fresh ? 0 : RECENT);
  if ('refused' in known) return refused(known.refused);
  return hand(deps, {
    type: asked.type,
    to: to === 'new' ? { kind: 'run', id: 'new' } : runRef(to),
    key: caller.key,
    actor: `slack:${caller.user}`,
    source: 'slack',
    data: { ...asked.data, person: known.person, groups: known.groups },
  });
}
