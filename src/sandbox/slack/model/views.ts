/** What each person has open: a stack of up to three modals, and their App Home. */
import { type Json, string } from '../json.ts';
import type { Ids } from './ids.ts';
import type { Block, FormState, View } from './types.ts';

const deepest = 3;

/** The values a view starts with, before anybody types. */
export type InitialState = (blocks: readonly Block[]) => FormState;

export class Views {
  readonly #stacks = new Map<string, View[]>();
  readonly #homes = new Map<string, View>();
  readonly #watchers = new Set<(view: View) => void>();
  readonly #ids: Ids;
  readonly #initial: InitialState;

  constructor(ids: Ids, initial: InitialState) {
    this.#ids = ids;
    this.#initial = initial;
  }

  /** Opens a modal on an empty screen: what was open before is gone. */
  open(user: string, content: Json, blocks: readonly Block[]): View {
    const view = this.#make(user, 'modal', content, blocks);
    this.#stacks.set(user, [view]);
    return this.#tell(view);
  }

  /** Stacks a modal on the open one; undefined when the stack is full. */
  push(user: string, content: Json, blocks: readonly Block[]): View | undefined {
    const stack = this.modals(user);
    const top = stack.at(-1);
    if (stack.length >= deepest) return undefined;
    const made = this.#make(user, 'modal', content, blocks);
    const view = top ? { ...made, rootId: top.rootId, previousId: top.id } : made;
    this.#stacks.set(user, [...stack, view]);
    return this.#tell(view);
  }

  /** New content for an open view. What people typed into blocks that are still there stays. */
  update(id: string, content: Json, blocks: readonly Block[]): View | undefined {
    const old = this.get(id);
    if (!old) return undefined;
    const made = this.#make(old.user, old.type, content, blocks);
    const { trouble: _gone, ...rest } = old;
    const kept = Object.fromEntries(
      Object.entries(made.state).map(([block, actions]) => [
        block,
        Object.fromEntries(Object.entries(actions).map(([a, v]) => [a, sameControl(old.state[block]?.[a], v)])),
      ]),
    );
    return this.#put({ ...rest, content, blocks, hash: made.hash, state: kept, errors: {} });
  }

  publish(user: string, content: Json, blocks: readonly Block[]): View {
    const old = this.#homes.get(user);
    const made = this.#make(user, 'home', content, blocks);
    const view = old ? { ...made, id: old.id, rootId: old.id } : made;
    this.#homes.set(user, view);
    return this.#tell(view);
  }

  /** What the person filled in, or what Slack shows them about it. */
  note(id: string, fields: Partial<Pick<View, 'state' | 'errors' | 'trouble'>>): View | undefined {
    const old = this.get(id);
    return old && this.#put({ ...old, ...fields });
  }

  close(id: string): void {
    for (const [user, stack] of this.#stacks) {
      const closed = stack.find((v) => v.id === id);
      if (!closed) continue;
      this.#stacks.set(
        user,
        stack.filter((v) => v.id !== id),
      );
      this.#tell(closed);
    }
  }

  clear(user: string): void {
    const stack = this.modals(user);
    this.#stacks.delete(user);
    for (const view of stack) this.#tell(view);
  }

  get(id: string): View | undefined {
    return [...this.#stacks.values(), [...this.#homes.values()]].flat().find((v) => v.id === id);
  }

  byExternalId(externalId: string): View | undefined {
    const all = [...this.#stacks.values(), [...this.#homes.values()]].flat();
    return all.find((v) => string(v.content.external_id) === externalId);
  }

  /** Bottom first. */
  modals(user: string): readonly View[] {
    return this.#stacks.get(user) ?? [];
  }

  home(user: string): View | undefined {
    return this.#homes.get(user);
  }

  onChange(watch: (view: View) => void): () => void {
    this.#watchers.add(watch);
    return () => this.#watchers.delete(watch);
  }

  #make(user: string, type: View['type'], content: Json, blocks: readonly Block[]): View {
    const id = this.#ids.next('V');
    const hash = `${this.#ids.ts()}`;
    return { id, type, user, content, blocks, hash, rootId: id, state: this.#initial(blocks), errors: {} };
  }

  #put(view: View): View {
    const stack = this.#stacks.get(view.user);
    if (view.type === 'home') this.#homes.set(view.user, view);
    else if (stack)
      this.#stacks.set(
        view.user,
        stack.map((v) => (v.id === view.id ? view : v)),
      );
    return this.#tell(view);
  }

  #tell(view: View): View {
    for (const w of this.#watchers) w(view);
    return view;
  }
}

function sameControl(old: Json | undefined, fresh: Json): Json {
  return old?.type === fresh.type && old !== undefined ? old : fresh;
}
