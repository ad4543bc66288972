/** What the composer of the sandbox completes, from the commands' own descriptions. */
import type { Catalog } from '../../domain/catalog/model.ts';
import type { CommandHelp } from '../../sandbox/control/wire.ts';
import { commands } from '../commands.ts';

export const commandsToType = (): readonly CommandHelp[] =>
  commands.map(({ name, summary, verbs }) => ({
    name,
    summary,
    verbs: verbs.map((v) => ({
      name: v.name,
      aliases: v.aliases,
      usage: v.usage,
      summary: v.summary,
      examples: v.examples.map((e) => e.text),
    })),
  }));

export const severitiesToType = (catalog: Catalog) =>
  catalog.severities.map((s) => ({ name: s.name, summary: `${s.label}: ${s.meaning}` }));
