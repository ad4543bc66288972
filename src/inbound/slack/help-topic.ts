/** A command's own declaration, as help shows it. */
import type { Catalog } from '../../domain/catalog/model.ts';
import { groupsFor } from '../../domain/people/model.ts';
import type { HelpTopic, HelpVerb } from '../../views/help-view.ts';
import type { SlashCommand, VerbSpec } from './define-command.ts';

function helpVerb(verb: VerbSpec, catalog: Catalog): HelpVerb {
  const groups = verb.may === 'anyone' ? [] : groupsFor(catalog, verb.may);
  const { name, aliases, usage, summary, examples } = verb;
  return { name, aliases, usage, summary, examples, who: groups.length > 0 ? groups.join(', ') : 'anyone' };
}

export function helpTopic(command: SlashCommand, catalog: Catalog): HelpTopic {
  return {
    command: command.name,
    aliases: command.aliases,
    summary: command.summary,
    verbs: command.verbs.map((v) => helpVerb(v, catalog)),
  };
}
