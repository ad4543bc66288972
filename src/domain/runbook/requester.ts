/** Who asked for a change, and who therefore is not its second pair of eyes. */
import { choiceAround, locate } from './locate.ts';
import type { Run } from './model.ts';

/** Who chose its option, otherwise who started the run. */
export function requesterOf(run: Run, path: string): string {
  const choice = choiceAround(run, path);
  return (choice && run.steps[choice.path]?.choice?.by) ?? run.startedBy;
}

/** Who started the run, who chose the options that led here, and all of those of the run that began this one. */
export function askers(run: Run, path: string): readonly string[] {
  const choosers = (locate(run, path)?.inside ?? []).flatMap((s) => run.steps[s.path]?.choice?.by ?? []);
  return [...new Set([run.startedBy, ...(run.within?.askers ?? []), ...choosers])];
}
