/** A step that a person does: the question is put on the run's card, and whoever is expected is told. */
import { joined, say, type Text } from '../../lib/text.ts';
import type { Catalog } from '../catalog/model.ts';
import type { Draft } from './draft.ts';
import type { ActionStep, Params } from './model.ts';
import type { AskKind } from './step-kind.ts';
import { mentions } from './who.ts';

/** Ids of people.yaml behind a target; who is on call right now is not known to a rule, so a rota stands for itself. */
function peopleBehind(catalog: Catalog, target: string): readonly string[] {
  const [kind, name = ''] = target.split(':');
  if (kind === 'role') return catalog.roles[name]?.people ?? [];
  return kind === 'person' && catalog.people.some((p) => p.id === name) ? [name] : [];
}

export function ask(d: Draft, step: ActionStep, kind: AskKind, params: Params): void {
  const question = kind.ask(params);
  d.emit({ type: 'step.asked', step: step.path, question });
  const { assignee } = question;
  const people = assignee === undefined ? [] : peopleBehind(d.catalog, assignee);
  const whom: Text = people.length > 0 ? say`${mentions(d.catalog, people)}, ` : [];
  const named = assignee !== undefined && people.length === 0 ? say` It is meant for ${assignee}.` : [];
  d.say(joined([say`${whom}R-${d.self.id} waits for a person: ${step.name}.`, named], ''));
}
