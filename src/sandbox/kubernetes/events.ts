/** Records core/v1 events the way Kubernetes does: repeats are counted, and an hour later they are gone. */
import type { Occurrence } from './context.ts';
import { hash32, stamp, uid } from './ids.ts';
import type { CoreEvent } from './objects.ts';
import type { Store } from './store.ts';

const KEPT_MS = 3_600_000;

export function recordEvent(store: Store, now: number, what: Occurrence): void {
  const { about } = what;
  const namespace = about.metadata.namespace ?? 'default';
  const key = `${about.metadata.uid}/${what.reason}/${what.message}/${what.fieldPath ?? ''}`;
  const name = `${about.metadata.name}.18${hash32(key).toString(16).padStart(8, '0')}${hash32(`${key}!`).toString(16).padStart(6, '0').slice(0, 6)}`;
  const at = stamp(now);
  const known = store.get('events', namespace, name);
  if (known) {
    store.put('events', { ...known, count: known.count + 1, lastTimestamp: at });
    return;
  }
  forgetOld(store, now);
  const event: CoreEvent = {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name, namespace, uid: uid(`event/${key}`), resourceVersion: '', creationTimestamp: at },
    involvedObject: {
      kind: about.kind,
      apiVersion: about.apiVersion,
      name: about.metadata.name,
      namespace,
      uid: about.metadata.uid,
      ...(what.fieldPath ? { fieldPath: what.fieldPath } : {}),
    },
    type: what.type ?? 'Normal',
    reason: what.reason,
    message: what.message,
    count: 1,
    firstTimestamp: at,
    lastTimestamp: at,
    eventTime: null,
    source: { component: what.component, ...(what.host ? { host: what.host } : {}) },
    reportingComponent: what.component,
    reportingInstance: what.host ?? '',
  };
  store.put('events', event);
}

/** Called before reads too, so nobody is shown an event older than it may be. */
export function forgetOld(store: Store, now: number): void {
  const oldest = stamp(now - KEPT_MS);
  for (const e of store.list('events')) if (e.lastTimestamp < oldest) store.remove('events', e);
}
