/** Whoever asked on behalf of a run is answered there: what was said to a person becomes the result of the step. */
import type { Context, Decision, EffectSpec, Input, Refusal } from '../../engine/decision.ts';
import type { Json } from '../../lib/json.ts';
import { plain } from '../../lib/text.ts';
import type { IncidentEvent } from './events.ts';

/** The step of a run that waits for the answer. */
export interface Reply {
  readonly run: number;
  readonly step: string;
  readonly attempt: number;
}

type Decided = Decision<IncidentEvent> | Refusal<IncidentEvent>;

const replyOf = (input: Input): Reply | undefined => (input.data as { reply?: Reply } | undefined)?.reply;

export function replied(input: Input, { self }: Pick<Context<unknown>, 'self'>, decided: Decided): Decided {
  const reply = replyOf(input);
  if (!reply) return decided;
  const { run, step, attempt } = reply;
  const answer = 'refused' in decided ? decided.refused : decided.answer;
  const text = answer ? plain(answer.text) : '';
  const came =
    'refused' in decided ? { failure: text } : { output: { incident: self.id, code: answer?.code ?? 'done', text } };
  const key = `incident/${self.id}/reply/${input.key}`;
  const effect: EffectSpec = {
    ...{ kind: 'input', lane: `incident/${self.id}/reply/${run}`, key, class: 'keyed', priority: 1 },
    payload: {
      ...{ type: 'step.settled', to: { kind: 'run', id: run }, key, actor: 'worker', source: 'worker' },
      data: { step, attempt, lines: text ? [text] : [], ...came },
    } as unknown as Json,
  };
  // A refusal would take the reply with it.
  if ('refused' in decided) return { events: decided.events ?? [], effects: [effect], answer: decided.refused };
  return { ...decided, effects: [...(decided.effects ?? []), effect] };
}
