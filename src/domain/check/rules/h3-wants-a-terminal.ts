/** H3 and H13: `kubectl exec -it` in a script, a bare `psql`. There is no terminal, and nobody types. */
import type { Rule } from '../model.ts';
import { flagOf, type Program, programs } from '../programs.ts';

const TERMINAL = new Set(['docker', 'kubectl', 'podman', 'nerdctl', 'oc']);
/** What each needs to do one thing and end. */
const PROMPTS: Readonly<Record<string, RegExp>> = {
  psql: /^(?:-[A-Za-z]*[cfl]|--command|--file|--list)/,
  mysql: /^(?:-[A-Za-z]*e|--execute)/,
  mongosh: /^(?:--eval|--file|-f|.*[.]js$)/,
  'redis-cli': /^[A-Za-z]{2,}$|^--(?:scan|bigkeys|memkeys|hotkeys|eval|rdb)/,
};
const EDITORS = new Set(['vi', 'vim', 'nano', 'emacs', 'less', 'more', 'crontab']);

function wants({ name, args }: Program): string | undefined {
  if (TERMINAL.has(name) && args.some((a) => ['exec', 'run', 'attach', 'debug'].includes(a))) {
    const flag = args.find((a) => /^-(?:i|t|it|ti)$/.test(a) || /^--(?:tty|interactive|stdin)$/.test(a));
    if (flag) return flag;
  }
  if (name === 'kubectl' && args[0] === 'edit') return 'edit';
  if (EDITORS.has(name) && !flagOf(args, 'l', [])) return name;
  const once = PROMPTS[name];
  return once && !args.some((a) => once.test(a)) ? name : undefined;
}

export const wantsATerminal: Rule = {
  id: 'H3',
  also: ['H13'],
  title: 'A program that wants a terminal',
  why: 'Nobody is there to type. The program waits for input until its time is up, or its terminal spoils what it prints.',
  remedy:
    'Leave -i and -t out, and give the program what it is to do: psql --command, redis-cli INFO. Better: postgres.query, redis.info',
  gravity: 'error',
  example: {
    file: 'org/commands.yaml',
    fires: 'commands:\n  look: { does: Looks, run: [/usr/bin/kubectl, exec, -it, api, date], effect: read }\n',
    fine: 'commands:\n  look: { does: Looks, run: [/usr/bin/kubectl, exec, api, date], effect: read }\n',
  },
  find: (material) =>
    programs(material).flatMap((p) => {
      const needle = wants(p);
      return needle === undefined
        ? []
        : [
            {
              file: p.file,
              path: p.path,
              needle,
              what: `${p.name} ${needle === p.name ? 'asks at a prompt' : `with ${needle}`}`,
            },
          ];
    }),
};
