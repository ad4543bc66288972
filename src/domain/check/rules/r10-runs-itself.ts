/** R10: a runbook that runs itself, through others or at once. */
import type { Hit, Material, Rule, WrittenStep } from '../model.ts';

const runs = ({ kind, params }: WrittenStep): string => (kind === 'runbook.run' ? String(params.runbook) : '');

/** Everything that is run from it, however far down. */
function below(id: string, { runbooks }: Material): ReadonlySet<string> {
  const all = new Set<string>();
  const queue = [id];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const steps = runbooks.find((r) => r.runbook.id === next)?.steps ?? [];
    for (const other of steps.map(runs).filter((o) => o !== '' && !all.has(o))) {
      all.add(other);
      queue.push(other);
    }
  }
  return all;
}

export const runsItself: Rule = {
  id: 'R10',
  title: 'Runs itself',
  why: 'Each run waits for the next one, which waits for its lock: none of them ever ends.',
  remedy: 'Take the step out. To do something again, give a step until:, or a list forEach:',
  gravity: 'error',
  example: {
    fires: 'name: Again\nsteps:\n  - runbook.run: architect/example\n',
    fine: 'name: Again\nsteps:\n  - runbook.run: architect/api-completely-down\n',
  },
  find: (material) =>
    material.runbooks.flatMap(({ file, runbook, steps }) =>
      steps
        .filter((s) => runs(s) !== '' && below(runs(s), material).has(runbook.id))
        .map((s): Hit => ({ file, path: s.at('runbook'), what: `${runbook.id} → ${runs(s)} → …` })),
    ),
};
