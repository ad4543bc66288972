/** Which run a person means: the one named, the thread's, the one under way in the incident here, or a question back. */
import { isEnded } from '../../domain/runbook/evolve.ts';
import type { Run } from '../../domain/runbook/model.ts';
import { code, say } from '../../lib/text.ts';
import type { Message } from '../../ports/chat.ts';
import { problemView } from '../../views/answer-view.ts';
import { runListView } from '../../views/run-list-view.ts';
import type { Caller } from './caller.ts';
import type { WhichRun } from './define-command.ts';
import type { SlackDeps } from './deps.ts';

export type FoundRun = { readonly run: Run } | { readonly instead: Message };

/** `line` is what the person would type for a certain run. */
export async function whichRun(
  deps: Pick<SlackDeps, 'reader' | 'catalog'>,
  on: WhichRun,
  from: Pick<Caller, 'channel' | 'thread'>,
  line: (id: number) => string,
): Promise<FoundRun> {
  const { reader } = deps;
  const instead = (text: ReturnType<typeof say>) => ({ instead: problemView(text) });
  if (on !== 'current') {
    const named = await reader.run(on);
    return named
      ? { run: named }
      : instead(say`There is no R-${on}. ${code('/runbook history')} lists what ran. Nothing was done.`);
  }
  const { channel, thread } = from;
  const card = channel && thread ? await reader.runByCard(channel, thread) : undefined;
  if (card) return { run: card };
  const here = channel ? await reader.incidentByChannel(channel) : undefined;
  const runs = here ? await reader.runsOfIncident(here.id) : await reader.openRuns();
  const open = runs.filter((r) => !isEnded(r));
  // With none under way, the last one is meant: its logs, its undo, another try.
  const only = open.length === 1 ? open[0] : open.length === 0 && here ? runs[0] : undefined;
  if (only) return { run: only };
  if (open.length === 0)
    return instead(say`No runbook is running here. Name a run: ${code(line(17))}. Nothing was done.`);
  return { instead: runListView(open, { title: 'Which run? Nothing was done', people: deps.catalog().people, line }) };
}
