/** H33: a runbook called `slack-notify`, which there was not. */
import { suggest } from '../../../lib/yaml/nearest.ts';
import type { Hit, Material, Rule, WrittenStep } from '../model.ts';

interface Named {
  readonly param: string;
  readonly what: string;
  readonly of: (catalog: Material['catalog']) => readonly string[];
}

const commands: Named = {
  param: 'command',
  what: 'command in org/commands.yaml',
  of: (c) => Object.keys(c.programs.commands),
};
const database: Named = {
  param: 'database',
  what: 'database in org/targets.yaml',
  of: (c) => Object.keys(c.targets.databases),
};
const cache: Named = { param: 'cache', what: 'cache in org/targets.yaml', of: (c) => Object.keys(c.targets.caches) };

const somebody = (param: string): Named => ({
  param,
  what: 'rota, role or person',
  of: (c) => [
    ...Object.keys(c.rotas).map((name) => `oncall:${name}`),
    ...Object.keys(c.roles).map((name) => `role:${name}`),
    ...c.people.map(({ id }) => `person:${id}`),
  ],
});
const severity: Named = {
  param: 'severity',
  what: 'severity',
  of: (c) => c.severities.flatMap((s) => [s.name, ...s.aliases]),
};
const service: Named = {
  param: 'service',
  what: 'service',
  of: (c) => c.services.flatMap((s) => [s.name, ...s.aliases]),
};
/** A server of postgres.dump and postgres.restore is the end of a name under binaries. */
const server = (program: string): Named => ({
  param: 'server',
  what: `server with ${program}-… under binaries: of org/commands.yaml`,
  of: (c) =>
    Object.keys(c.programs.binaries).flatMap((b) => (b.startsWith(`${program}-`) ? [b.slice(program.length + 1)] : [])),
});

const NAMED: Readonly<Record<string, readonly Named[]>> = {
  'command.run': [commands],
  'command.look': [commands],
  'runbook.run': [{ param: 'runbook', what: 'runbook', of: (c) => c.runbooks.map((r) => r.id) }],
  'postgres.query': [database],
  'postgres.statement': [
    database,
    { param: 'statement', what: 'statement in org/targets.yaml', of: (c) => Object.keys(c.targets.statements) },
  ],
  'postgres.dump': [server('database-backup')],
  'postgres.restore': [server('database-restore')],
  'postgres.restoreBack': [server('database-restore')],
  'manual.task': [somebody('assignee')],
  'manual.checklist': [somebody('assignee')],
  'ask.text': [somebody('assignee')],
  'incident.page': [somebody('target')],
  'incident.severity': [severity],
  'incident.declare': [severity, service],
  'redis.bigKeys': [cache],
  'redis.configSet': [cache],
  'redis.flush': [cache],
  'redis.info': [cache],
  'redis.ping': [cache],
  'redis.slowlog': [cache],
};

function unknown(step: WrittenStep, { catalog }: Material): readonly Hit[] {
  return (NAMED[step.kind] ?? []).flatMap(({ param, what, of }) => {
    const name = step.params[param];
    const known = of(catalog);
    if (typeof name !== 'string' || name.includes('${{') || known.includes(name)) return [];
    return [
      {
        file: step.file,
        path: step.at(param),
        needle: name,
        what: `there is no ${what} called ${name}: ${suggest(name, known)}`,
      },
    ];
  });
}

export const nobodyKnowsIt: Rule = {
  id: 'H33',
  title: 'Names what there is not',
  why: 'The rollback ended with “command not found”: the tool was on the machine of whoever wrote the page.',
  remedy: 'Write it into the list, or name one that is there',
  gravity: 'error',
  example: {
    fires: 'name: Tell\nsteps:\n  - command.run: slack-notify\n',
    fine: 'name: Tell\nsteps:\n  - chat.post: It is over\n',
  },
  find: (material) => material.runbooks.flatMap(({ steps }) => steps.flatMap((s) => unknown(s, material))),
};
