/** Questions about runbooks and their runs: what there is, what one would do, where a run stands, what it said. */
import type { Runbook } from '../../domain/runbook/model.ts';
import { stepNamed } from '../../domain/runbook/step-named.ts';
import { code, say } from '../../lib/text.ts';
import type { Message } from '../../ports/chat.ts';
import { problemView } from '../../views/answer-view.ts';
import { cadenceView } from '../../views/cadence-view.ts';
import { lintView } from '../../views/lint-view.ts';
import { runCard } from '../../views/run-card.ts';
import { runListView } from '../../views/run-list-view.ts';
import { runLogsView, stepLogsView, typedLogs } from '../../views/run-logs-view.ts';
import { runbookListView, runbookView } from '../../views/runbook-view.ts';
import type { Caller } from './caller.ts';
import type { Intent } from './define-command.ts';
import type { SlackDeps } from './deps.ts';
import { whichRun } from './which-run.ts';

export type RunQuestion = Extract<
  Extract<Intent, { kind: 'ask' }>,
  { question: 'runbook' | 'runbook-list' | 'lint' | 'run-status' | 'run-logs' | 'run-history' | 'cadence' }
>;

const has = (r: Runbook, words: readonly string[]): boolean => {
  const text = [r.id, r.name, ...r.for.alerts, ...r.for.severity].join(' ').toLowerCase();
  return words.every((w) => text.includes(w));
};

export async function showRuns(deps: SlackDeps, caller: Caller, asked: RunQuestion, prefix: string): Promise<Message> {
  const { runbooks, people } = deps.catalog();
  switch (asked.question) {
    case 'runbook-list': {
      const words = asked.query.toLowerCase().split(/\s+/).filter(Boolean);
      const found = runbooks.filter((r) => has(r, words));
      return runbookListView(found, { query: asked.query.slice(0, 60), prefix });
    }
    case 'runbook': {
      const runbook = runbooks.find((r) => r.id === asked.id);
      return runbook ? runbookView(runbook, prefix) : problemView(say`There is no runbook ${asked.id} any more.`);
    }
    case 'lint': {
      const of = runbooks.find((r) => r.id === asked.runbook);
      const findings = deps.findings().filter((f) => of === undefined || f.file === `${of.id}.yaml`);
      return lintView(findings, { ...(of ? { about: of.name } : {}), prefix });
    }
    case 'run-history': {
      const about = asked.query.slice(0, 200);
      const title = about ? `Runs on ${about}` : 'The newest runs';
      return runListView(await deps.reader.newestRuns(about), { title, people });
    }
    case 'cadence':
      return cadenceView(await deps.reader.tasks(), { ...asked, people });
    case 'run-status': {
      const found = await whichRun(deps, asked.run, caller, (id) => `${prefix} status R-${id}`);
      return 'instead' in found ? found.instead : runCard(found.run, people);
    }
    case 'run-logs': {
      const found = await whichRun(deps, asked.run, caller, (id) => `${prefix} logs R-${id}`);
      if ('instead' in found) return found.instead;
      const { run } = found;
      const line = (step: string) => typedLogs(prefix, run.id, step);
      if (asked.step === undefined) return runLogsView(run, line);
      const step = stepNamed(run, asked.step);
      if (step) return stepLogsView(run, step, people);
      return problemView(
        say`R-${run.id} has no step “${asked.step}”. ${code(`${prefix} logs R-${run.id}`)} lists them.`,
      );
    }
  }
}
