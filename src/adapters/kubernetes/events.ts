/** The newest events of a namespace. The API gives them in the order of their names, so all (up to a bound) are looked at. */
import type { CoreV1Event } from '@kubernetes/client-node';
import type { EventsOf, EventView } from '../../ports/cluster.ts';
import type { KubernetesApi } from './api.ts';

const PAGE = 500;
const PAGES = 6;

export async function newestEvents(
  api: KubernetesApi,
  namespace: string,
  last: number,
  of: EventsOf,
): Promise<readonly EventView[]> {
  const fieldSelector = selectorOf(of);
  const all: CoreV1Event[] = [];
  let next: string | undefined;
  for (let n = 0; n < PAGES; n++) {
    const page = await api.read(`list events in ${namespace}`, (o) =>
      api.core.listNamespacedEvent(
        {
          namespace,
          limit: PAGE,
          ...(next ? { _continue: next } : {}),
          ...(fieldSelector === '' ? {} : { fieldSelector }),
        },
        o,
      ),
    );
    all.push(...page.items);
    next = page.metadata?._continue;
    if (!next) break;
  }
  const views = all.map((e) => ({ at: timeOf(e), e })).sort((a, b) => a.at - b.at);
  return views.slice(-Math.max(1, last)).map(({ at, e }) => ({
    at: new Date(at).toISOString(),
    type: e.type ?? 'Normal',
    reason: e.reason ?? '',
    object: [e.involvedObject.kind, e.involvedObject.name].filter(Boolean).join('/'),
    message: (e.message ?? '').slice(0, 1_000).toWellFormed(),
    count: e.series?.count ?? e.count ?? 1,
  }));
}

function selectorOf({ about, type }: EventsOf): string {
  const object = about ? [`involvedObject.kind=${about.kind}`, `involvedObject.name=${about.name}`] : [];
  return [...object, ...(type ? [`type=${type}`] : [])].join(',');
}

/** Old and new event recorders fill different fields. */
function timeOf(e: CoreV1Event): number {
  const seen = [
    e.series?.lastObservedTime,
    e.lastTimestamp,
    e.eventTime,
    e.firstTimestamp,
    e.metadata.creationTimestamp,
  ];
  return seen.find((t) => t)?.getTime() ?? 0;
}
