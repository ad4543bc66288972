/** H28: “review and archive” deleted. */
import type { Hit, Rule } from '../model.ts';
import { programs } from '../programs.ts';

const HARMLESS = /\b(?:look|list|review|archiv|keep|kept|show|which|check)/i;
const DELETES =
  /^(?:-delete|--delete|--remove|--purge|delete|rm|rmi|prune|purge|drop|destroy|truncate|unlink|--vacuum-(?:time|size|files)(?:=.*)?)$/;
const PROGRAMS = new Set(['rm', 'rmdir', 'shred', 'truncate', 'unlink', 'dropdb']);

export const looksAndDeletes: Rule = {
  id: 'H28',
  title: 'Says that it looks, and deletes',
  why: '“Review and archive old logs” deleted them. A command with effect: read is not approved, so nobody sees it coming.',
  remedy: 'Write effect: change, so that it is planned and approved, and say in does: that it deletes',
  gravity: 'error',
  example: {
    file: 'org/commands.yaml',
    fires:
      'commands:\n  old: { does: Reviews old images, run: [/usr/bin/docker, image, prune, --force], effect: read }\n',
    fine: 'commands:\n  old: { does: Deletes images that nothing uses, run: [/usr/bin/docker, image, prune, --force], effect: change }\n',
  },
  find: (material) =>
    programs(material).flatMap(({ file, path, name, args, does, effect }): readonly Hit[] => {
      const needle = PROGRAMS.has(name) ? name : args.find((a) => DELETES.test(a));
      if (needle === undefined || effect === undefined) return [];
      if (effect === 'read') return [{ file, path, needle, what: `effect: read, and ${name} ${needle}` }];
      const says = /delet|remov|clear|purge|drop|prune|empt/i.test(does);
      return HARMLESS.test(does) && !says ? [{ file, path, needle, what: `“${does}”, and ${name} ${needle}` }] : [];
    }),
};
