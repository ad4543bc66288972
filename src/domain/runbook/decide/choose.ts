/** A person chooses how to go on. The first click counts; later ones are told whose it was. */

import { say } from '../../../lib/text.ts';
import { mention } from '../../people/model.ts';
import { advance } from '../advance.ts';
import type { Decided, Draft } from '../draft.ts';
import { isEnded } from '../evolve.ts';
import type { Clicker } from '../inputs.ts';
import { locate } from '../locate.ts';
import { deny, denyVerb, personOf, type Refused } from '../who.ts';

export function choose(d: Draft, asked: { step: string; option: string } & Clicker): Decided | Refused {
  const step = locate(d.run, asked.step)?.step;
  const no = (code: string, text: ReturnType<typeof say>) => deny(d, asked, asked.step, code, text);
  const denied = denyVerb(d, 'run', 'choose how a run goes on', asked.step, asked);
  if (denied) return denied;
  if (step?.type !== 'choice') return no('no-such-choice', say`R-${d.self.id} asks no such question.`);
  const { status, choice } = d.step(step.path);
  if (choice) {
    const by = mention(d.catalog, choice.by);
    return no('chosen', say`${by} was first and chose “${choice.label}”. Abort the run if that is wrong.`);
  }
  if (isEnded(d.run) || status !== 'asking') {
    return no('not-asked', say`R-${d.self.id} is ${d.run.status} and does not ask this now.`);
  }
  const option = step.options.find((o) => o.label === asked.option);
  if (!option) {
    const labels = step.options.map((o) => `“${o.label}”`).join(', ');
    return no('no-such-option', say`There is no such option. Choose one of: ${labels}.`);
  }
  d.emit({ type: 'choice.made', step: step.path, option: option.label, by: personOf(d.catalog, asked.person) });
  advance(d);
  return d.decision({
    code: 'chosen',
    ref: d.self,
    text: say`“${option.label}” it is. What changes something is planned first and asks for approval.`,
  });
}
