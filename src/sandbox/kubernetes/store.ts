/** The objects of the cluster with their resource versions, and the history that watches are answered from. */
import { clone, same } from './json.ts';
import type { Kinds, KubeObject, Resource } from './objects.ts';

export interface Change {
  readonly version: number;
  readonly resource: Resource;
  readonly before: KubeObject | undefined;
  readonly after: KubeObject | undefined;
}

/** How many changes a watch can be resumed over; older ones answer 410, as etcd after a compaction. */
const KEPT_CHANGES = 4000;

export class Store {
  readonly #objects = new Map<Resource, Map<string, KubeObject>>();
  readonly #listeners: ((c: Change) => void)[] = [];
  #changes: Change[] = [];
  #version = 1000;

  /** The version of the newest change. */
  get version(): number {
    return this.#version;
  }

  onChange(f: (c: Change) => void): void {
    this.#listeners.push(f);
  }

  get<R extends Resource>(resource: R, namespace: string, name: string): Kinds[R] | undefined {
    return this.#of(resource).get(`${namespace}/${name}`) as Kinds[R] | undefined;
  }

  /** All namespaces when none is given. Treat what you get as frozen. */
  list<R extends Resource>(resource: R, namespace?: string): Kinds[R][] {
    const all = [...this.#of(resource).values()] as Kinds[R][];
    return namespace === undefined ? all : all.filter((o) => (o.metadata.namespace ?? '') === namespace);
  }

  /** Stores a new or changed object under a new resource version; an unchanged one stays as it is. */
  put<R extends Resource>(resource: R, object: Kinds[R]): Kinds[R] {
    const before = this.get(resource, object.metadata.namespace ?? '', object.metadata.name);
    if (before && same(before, object)) return before;
    this.#version += 1;
    const after = { ...clone(object), metadata: { ...clone(object.metadata), resourceVersion: String(this.#version) } };
    this.#of(resource).set(`${after.metadata.namespace ?? ''}/${after.metadata.name}`, after);
    this.#tell({ version: this.#version, resource, before, after });
    return after;
  }

  /** Edits a copy of the stored object and stores that. */
  edit<R extends Resource>(resource: R, object: Kinds[R], change: (draft: Kinds[R]) => void): Kinds[R] | undefined {
    const current = this.get(resource, object.metadata.namespace ?? '', object.metadata.name);
    if (!current || current.metadata.uid !== object.metadata.uid) return undefined;
    const draft = clone(current);
    change(draft);
    return this.put(resource, draft);
  }

  remove(resource: Resource, object: KubeObject): void {
    const key = `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
    const before = this.#of(resource).get(key);
    if (!before) return;
    this.#of(resource).delete(key);
    this.#version += 1;
    this.#tell({ version: this.#version, resource, before, after: undefined });
  }

  /** The changes after a version, or undefined when they are no longer all known. */
  since(version: number): Change[] | undefined {
    const oldest = this.#changes[0]?.version ?? this.#version + 1;
    if (version < oldest - 1) return undefined;
    return this.#changes.slice(Math.max(0, version - oldest + 1));
  }

  #of(resource: Resource): Map<string, KubeObject> {
    let of = this.#objects.get(resource);
    if (!of) {
      of = new Map();
      this.#objects.set(resource, of);
    }
    return of;
  }

  #tell(change: Change): void {
    this.#changes.push(change);
    if (this.#changes.length > KEPT_CHANGES * 2) this.#changes = this.#changes.slice(-KEPT_CHANGES);
    for (const f of this.#listeners) f(change);
  }
}
