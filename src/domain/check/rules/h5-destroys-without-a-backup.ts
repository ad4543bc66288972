/** H5 and H15: the database was dropped, and nobody had looked whether there was a backup. */
import type { Hit, Material, Rule, WrittenStep } from '../model.ts';

const DESTROYS = /\b(?:drop\s+(?:database|schema|table)|truncate(?:\s+table)?\s+\w|delete\s+from\s+[\w."]+\s*(?:;|$))/i;

/** What takes rows away for good; restoring keeps the database of before beside the new one. */
function destroys({ kind, params }: WrittenStep, { catalog }: Material): string | undefined {
  const sql = kind === 'postgres.statement' ? catalog.targets.statements[String(params.statement)]?.sql : undefined;
  const found = sql === undefined ? undefined : DESTROYS.exec(sql)?.[0];
  return found && `${String(params.statement)}: ${found}`;
}

const keeps = ({ kind, params }: WrittenStep): boolean =>
  kind === 'postgres.dump' ||
  kind === 's3.list' ||
  (/^(?:command[.]|runbook[.])/.test(kind) && /backup|dump|snapshot/i.test(String(params.command ?? params.runbook))) ||
  (kind.startsWith('manual.') && /back ?up|snapshot/i.test(JSON.stringify(params)));

/** A restore while pods still write is refused half-way, or loses what they write meanwhile. */
const stops = ({ kind, params }: WrittenStep): boolean =>
  (kind === 'kubernetes.scale' && params.replicas === 0) ||
  (kind === 'command.run' && /stop/i.test(String(params.command))) ||
  kind.startsWith('manual.');

export const destroysWithoutABackup: Rule = {
  id: 'H5',
  also: ['H15'],
  title: 'Data goes, and nothing was kept or stopped first',
  why: 'A database was dropped with no fresh backup, while Celery still wrote to it: the restore failed half-way, and neither the old data nor the new was whole.',
  remedy:
    'Put postgres.dump before what deletes rows, and stop the writers (kubernetes.scale to 0) before postgres.restore',
  gravity: 'error',
  example: {
    fires:
      'name: Restore\ninputs:\n  sha: { type: string }\nsteps:\n  - postgres.restore: { database: shop, from: "s3://backups/shop.dump", sha256: "${{ inputs.sha }}" }\n',
    fine: 'name: Restore\ninputs:\n  sha: { type: string }\nsteps:\n  - kubernetes.scale: { namespace: shop, deployment: api, replicas: 0 }\n  - postgres.restore: { database: shop, from: "s3://backups/shop.dump", sha256: "${{ inputs.sha }}" }\n',
  },
  find: (material) =>
    material.runbooks.flatMap(({ file, steps }) =>
      steps.flatMap((step, i): readonly Hit[] => {
        const before = steps.slice(0, i);
        const hit = (what: string): readonly Hit[] => [{ file, path: [...step.path, step.kind], key: true, what }];
        if (step.kind === 'postgres.restore') {
          return before.some(stops)
            ? []
            : hit(`${String(step.params.database)} is restored, and nothing that writes to it was stopped`);
        }
        const gone = destroys(step, material);
        return gone === undefined || before.some(keeps) ? [] : hit(`${gone}, and nothing was backed up`);
      }),
    ),
};
