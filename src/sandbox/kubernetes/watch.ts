/** Streams changes as they happen, from a resource version on, as JSON lines. */
import type { SimReply } from '../http/server.ts';
import type { Cluster } from './cluster.ts';
import type { KubeObject } from './objects.ts';
import { include, selection } from './read.ts';
import type { ApiRequest } from './request.ts';
import { apiVersion, type ResourceInfo } from './resources.ts';
import { expired, invalid } from './status.ts';
import type { Change } from './store.ts';
import { table, wantsTable } from './table.ts';

type EventType = 'ADDED' | 'MODIFIED' | 'DELETED';

export function watch(cluster: Cluster, a: ApiRequest, info: ResourceInfo): SimReply {
  const { query } = a.req;
  if (query.get('sendInitialEvents') !== null)
    throw invalid('ListOptions', 'meta.k8s.io', '', [
      {
        reason: 'FieldValueForbidden',
        field: 'sendInitialEvents',
        message: 'Forbidden: sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled',
      },
    ]);
  return { status: 200, headers: { 'content-type': 'application/json' }, stream: lines(cluster, a, info) };
}

async function* lines(cluster: Cluster, a: ApiRequest, info: ResourceInfo): AsyncGenerator<string> {
  const { query, closed } = a.req;
  const matches = selection(a, info);
  const seconds = Number(query.get('timeoutSeconds') ?? 0);
  const until = seconds > 0 ? cluster.now() + seconds * 1000 : Number.POSITIVE_INFINITY;
  const asked = query.get('resourceVersion') ?? '';
  const asTable = wantsTable(a.req.headers.accept);
  let headless = false;
  const line = (type: EventType, object: KubeObject) => {
    const metadata = { resourceVersion: object.metadata.resourceVersion };
    const shown = asTable
      ? table(info.plural, [object], { now: cluster.now(), include: include(a), metadata, headless })
      : object;
    headless = true;
    return `${JSON.stringify({ type, object: shown })}\n`;
  };
  // Sends the headers at once: a watch with nothing to tell has begun all the same.
  yield '';
  let seen = Number(asked);
  if (asked === '' || asked === '0') {
    seen = cluster.store.version;
    for (const o of cluster.store.list(info.plural).filter(matches)) yield line('ADDED', o);
  }
  while (!closed.aborted) {
    cluster.settle();
    const changes = cluster.store.since(seen);
    if (!changes) {
      yield `${JSON.stringify({ type: 'ERROR', object: expired().body })}\n`;
      return;
    }
    for (const c of changes) {
      seen = c.version;
      const told = c.resource === info.plural ? seenBy(c, matches) : undefined;
      if (told) yield line(told.type, told.object);
    }
    if (cluster.now() >= until) break;
    await cluster.changed(closed, Math.min(until - cluster.now(), 60_000));
  }
  if (query.get('allowWatchBookmarks') === 'true' && !closed.aborted) {
    const object = {
      kind: info.kind,
      apiVersion: apiVersion(info),
      metadata: { resourceVersion: String(seen), creationTimestamp: null },
    };
    yield `${JSON.stringify({ type: 'BOOKMARK', object })}\n`;
  }
}

/** What one watcher sees of a change: an object that begins or ceases to match appears or goes. */
function seenBy(c: Change, matches: (o: KubeObject) => boolean): { type: EventType; object: KubeObject } | undefined {
  const was = c.before !== undefined && matches(c.before);
  const is = c.after !== undefined && matches(c.after);
  if (is && c.after) return { type: was ? 'MODIFIED' : 'ADDED', object: c.after };
  if (!was || !c.before) return undefined;
  const metadata = { ...c.before.metadata, resourceVersion: String(c.version) };
  return { type: 'DELETED', object: { ...(c.after ?? c.before), metadata } as KubeObject };
}
