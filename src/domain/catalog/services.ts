/** The services beside each other: a default that exists, and no word that means two of them. */
import { suggest } from '../../lib/yaml/nearest.ts';
import type { Source } from '../../lib/yaml/source.ts';
import type { Service, Severity } from './model.ts';
import { findSeverity } from './model.ts';

export function checkServices(
  services: readonly { readonly source: Source; readonly service: Service }[],
  settings: Source | undefined,
  defaultService: string | undefined,
  folders: readonly string[],
): void {
  if (settings && defaultService !== undefined && !folders.includes(defaultService)) {
    const message = `there is no service ${JSON.stringify(defaultService)}`;
    settings.value(['defaultService'], message, suggest(defaultService, folders));
  }
  const taken = new Map(services.map(({ service }) => [service.name, service.name]));
  for (const { source, service } of services) {
    for (const [i, alias] of service.aliases.entries()) {
      const other = taken.get(alias);
      if (other !== undefined) {
        source.value(['aliases', i], `${JSON.stringify(alias)} already means ${other}`, 'keep it in one service');
      }
      taken.set(alias, service.name);
    }
  }
}

/**
 * The organisation's scale with the services' own words for it. A word means one severity, whatever the service is: who types
 * it at night must not have to know whose scale it is.
 */
export function withWordsOf(
  services: readonly { readonly source: Source; readonly service: Pick<Service, 'name' | 'severities'> }[],
  scale: readonly Severity[],
): readonly Severity[] {
  let severities = scale;
  const names = scale.map((s) => s.name);
  for (const { source, service } of services) {
    for (const [name, own] of Object.entries(service.severities)) {
      if (!names.includes(name)) {
        source.key(['severities', name], `there is no severity ${JSON.stringify(name)}`, suggest(name, names));
        continue;
      }
      for (const [i, word] of own.words.entries()) {
        const means = findSeverity({ severities }, word);
        if (!means) severities = severities.map((s) => (s.name === name ? { ...s, aliases: [...s.aliases, word] } : s));
        else if (means.name !== name) {
          const message = `${JSON.stringify(word)} means ${means.name} already, in every service`;
          source.value(
            ['severities', name, 'words', i],
            message,
            'leave it out, or choose a word that nothing else uses',
          );
        }
      }
    }
  }
  return severities;
}
