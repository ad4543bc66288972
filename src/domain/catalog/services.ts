/** The services beside each other: a default that exists, and no word that means two of them. */
import { suggest } from '../../lib/yaml/nearest.ts';
import type { Source } from '../../lib/yaml/source.ts';
import type { Service } from './model.ts';

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
