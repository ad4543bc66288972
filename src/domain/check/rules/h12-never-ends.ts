/** H12: `tail -f`, `watch`, `logs -f`: a step that never ends, or is over without an answer. */
import type { Rule } from '../model.ts';
import { flagOf, type Program, programs } from '../programs.ts';

const ALWAYS = new Set(['watch', 'htop', 'yes']);

/** The word because of which it goes on. */
function goesOn({ name, args }: Program): string | undefined {
  if (ALWAYS.has(name)) return name;
  switch (name) {
    case 'tail':
      return flagOf(args, 'fF', ['--follow', '--follow=name', '--retry']);
    case 'journalctl':
      return flagOf(args, 'f', ['--follow']);
    case 'kubectl':
    case 'oc':
      if (args.includes('logs')) return flagOf(args, 'f', ['--follow']);
      return args.includes('port-forward') ? 'port-forward' : flagOf(args, 'w', ['--watch', '--watch-only']);
    case 'docker':
    case 'podman':
      if (args.includes('logs')) return flagOf(args, 'f', ['--follow']);
      return args[0] === 'stats' && !args.includes('--no-stream')
        ? 'stats'
        : args[0] === 'events' && !args.some((a) => a.startsWith('--until'))
          ? 'events'
          : undefined;
    case 'top':
      return flagOf(args, 'b', []) && args.some((a) => /^-[a-z]*n/.test(a)) ? undefined : name;
    case 'redis-cli':
      return args.find((a) => /^(?:monitor|subscribe|psubscribe|--stat|--latency)$/i.test(a));
    case 'ping':
      return flagOf(args, 'c', ['--count']) || flagOf(args, 'w', []) ? undefined : name;
    case 'iostat':
    case 'vmstat':
      return args.filter((a) => /^\d+$/.test(a)).length === 1 ? name : undefined;
    default:
      return undefined;
  }
}

export const neverEnds: Rule = {
  id: 'H12',
  title: 'A command that never ends',
  why: 'It runs until its time is up and is ended without an answer, while everybody waits for the next step. MONITOR also halves what a Redis can do, and shows everybody’s keys and values.',
  remedy:
    'Ask once, with a bound: tail --lines, top -b -n 1, docker stats --no-stream. To look again and again, give a step until: or watch:',
  gravity: 'error',
  example: {
    file: 'org/commands.yaml',
    fires: 'commands:\n  log: { does: The log, run: [/usr/bin/tail, -n, "100", -f, /var/log/app.log], effect: read }\n',
    fine: 'commands:\n  log: { does: The log, run: [/usr/bin/tail, -n, "100", /var/log/app.log], effect: read }\n',
  },
  find: (material) =>
    programs(material).flatMap((p) => {
      const needle = goesOn(p);
      return needle === undefined
        ? []
        : [{ file: p.file, path: p.path, needle, what: needle === p.name ? p.name : `${p.name} ${needle}` }];
    }),
};
