/** What holds for one service: its own word first, and the organisation's where it says nothing. */
import type { Catalog, Channels, Links, Service, Severity, Template } from './model.ts';

const named = (catalog: Pick<Catalog, 'services'>, name: string): Service | undefined =>
  catalog.services.find((s) => s.name === name);

/** The severity with the label and the times of the service. */
export function severityOf(catalog: Pick<Catalog, 'services'>, service: string, severity: Severity): Severity {
  const own = named(catalog, service)?.severities[severity.name];
  if (!own) return severity;
  const { words: _, ...differs } = own;
  return { ...severity, ...differs };
}

export function templateOf(
  catalog: Pick<Catalog, 'services' | 'templates'>,
  service: string,
  template: string,
): Template | undefined {
  return named(catalog, service)?.templates[template] ?? catalog.templates[template];
}

export const linksOf = (catalog: Pick<Catalog, 'services' | 'links'>, service: string): Links => ({
  ...catalog.links,
  ...named(catalog, service)?.links,
});

export const channelsOf = (catalog: Pick<Catalog, 'services' | 'channels'>, service: string): Channels => ({
  ...catalog.channels,
  ...named(catalog, service)?.channels,
});
