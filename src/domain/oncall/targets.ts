/** Who stands behind `oncall:architect`, `role:manager` or `person:ada` at a moment. Nobody is an answer. */
import type { Catalog, Person } from '../catalog/model.ts';
import { onCallAt } from './rota.ts';

export interface Who {
  readonly people: readonly Person[];
  /** Name of the secret its pages are sent with, when not the default one. */
  readonly routingKey?: string;
}

export function who(catalog: Catalog, target: string, at: number): Who {
  const colon = target.indexOf(':');
  const kind = target.slice(0, colon);
  const name = target.slice(colon + 1);
  if (kind === 'oncall') {
    const rota = own(catalog.rotas, name);
    return answer(catalog, rota ? onCallAt(rota, at) : [], rota?.routingKey);
  }
  if (kind === 'role') {
    const role = own(catalog.roles, name);
    return answer(catalog, role?.people ?? [], role?.routingKey);
  }
  return answer(catalog, kind === 'person' ? [name] : [], undefined);
}

function answer(catalog: Catalog, ids: readonly string[], routingKey: string | undefined): Who {
  const people = [...new Set(ids)].flatMap((id) => catalog.people.find((p) => p.id === id) ?? []);
  return { people, ...(routingKey === undefined ? {} : { routingKey }) };
}

/** Names come from chat as well: `role:constructor` is nobody. */
const own = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;
