/** A step that a person does: the question is put on the run's card, and whoever is expected is told. */

import { joined, say, type Text } from '../../lib/text.ts';
import { mentions, peopleBehind } from '../people/model.ts';
import type { Draft } from './draft.ts';
import type { ActionStep, Params } from './model.ts';
import type { AskKind } from './step-kind.ts';

export function ask(d: Draft, step: ActionStep, kind: AskKind, params: Params): void {
  const question = kind.ask(params);
  d.emit({ type: 'step.asked', step: step.path, question });
  const { assignee } = question;
  const people = assignee === undefined ? [] : peopleBehind(d.catalog, assignee);
  const whom: Text = people.length > 0 ? say`${mentions(d.catalog, people)}, ` : [];
  const named = assignee !== undefined && people.length === 0 ? say` It is meant for ${assignee}.` : [];
  d.say(joined([say`${whom}R-${d.self.id} waits for a person: ${step.name}.`, named], ''));
}
