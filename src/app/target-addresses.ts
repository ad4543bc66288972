/** From the name of a database or cache to its address: the file says which secret, the environment has it. */
import type { Catalog } from '../domain/catalog/model.ts';
import type { Secrets } from './config/config.ts';

type Address = { readonly url: string } | { readonly refused: string };

const FILE = 'workflows/org/targets.yaml';

function behind(secrets: Pick<Secrets, 'named'>, name: string, secret: string): Address {
  const url = secrets.named[secret];
  return url === undefined ? { refused: `the address of ${name} is not set: set TOCSIN_SECRET_${secret}` } : { url };
}

export function databaseAddress(
  { targets }: Pick<Catalog, 'targets'>,
  secrets: Pick<Secrets, 'named'>,
  name: string,
  role: 'diagnose' | 'change',
): Address {
  const d = Object.hasOwn(targets.databases, name) ? targets.databases[name] : undefined;
  if (!d)
    return {
      refused: `there is no database ${name.slice(0, 60)}; ${FILE} has ${Object.keys(targets.databases).join(', ') || 'none'}`,
    };
  const secret = d[role];
  if (secret === undefined) return { refused: `nothing is changed in ${name}: ${FILE} names no address for that` };
  return behind(secrets, name, secret);
}

export function cacheAddress(
  { targets }: Pick<Catalog, 'targets'>,
  secrets: Pick<Secrets, 'named'>,
  name: string,
): Address {
  const secret = Object.hasOwn(targets.caches, name) ? targets.caches[name] : undefined;
  if (secret === undefined)
    return {
      refused: `there is no cache ${name.slice(0, 60)}; ${FILE} has ${Object.keys(targets.caches).join(', ') || 'none'}`,
    };
  return behind(secrets, name, secret);
}
