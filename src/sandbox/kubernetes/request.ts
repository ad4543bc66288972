/** Reads an API path and method into what is asked of which resource. */
import type { SimRequest } from '../http/server.ts';
import { isFields } from './json.ts';
import type { Attempt } from './rbac.ts';
import { RESOURCES, type ResourceInfo } from './resources.ts';
import { selectedName } from './selectors.ts';

export interface ApiRequest extends Attempt {
  readonly req: SimRequest;
  /** Undefined for a resource that is not stored here (reviews, metrics) or does not exist. */
  readonly info: ResourceInfo | undefined;
}

const VERBS: Readonly<Record<string, string>> = { POST: 'create', PUT: 'update', PATCH: 'patch' };

/** Undefined for a path that is no resource's. */
export function readRequest(req: SimRequest): ApiRequest | undefined {
  const parts = req.path.split('/').filter((p) => p !== '');
  const root = parts.shift();
  const group = root === 'apis' ? parts.shift() : root === 'api' ? '' : undefined;
  const version = parts.shift();
  if (group === undefined || version === undefined || parts.length === 0) return undefined;
  let namespace = '';
  if (parts[0] === 'namespaces' && parts.length > 2) {
    namespace = parts[1] ?? '';
    parts.splice(0, 2);
  }
  const [plural = '', name = '', sub = '', ...rest] = parts;
  if (rest.length > 0) return undefined;
  const info = RESOURCES.find((r) => r.plural === plural && r.group === group && r.version === version);
  // A namespace's own rights are those inside it.
  if (plural === 'namespaces' && group === '') namespace = name;
  const watch = ['true', '1'].includes(req.query.get('watch') ?? '');
  const verb =
    req.method === 'GET'
      ? name !== ''
        ? 'get'
        : watch
          ? 'watch'
          : 'list'
      : req.method === 'DELETE'
        ? name === ''
          ? 'deletecollection'
          : 'delete'
        : (VERBS[req.method] ?? req.method.toLowerCase());
  const selected = name === '' ? selectedName(req.query.get('fieldSelector') ?? '') : undefined;
  return { req, info, verb, group, plural, sub, namespace, name: selected ?? name };
}

/** Validate and answer as if, but change nothing. */
export function isDryRun(req: SimRequest): boolean {
  if (req.query.getAll('dryRun').includes('All')) return true;
  return (
    req.method === 'DELETE' && isFields(req.body) && Array.isArray(req.body.dryRun) && req.body.dryRun.includes('All')
  );
}
