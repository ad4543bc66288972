/** The fault panel of one world: which switches are on, and how often everything happened. */
import { Problem } from '../problem.ts';
import type { Rig } from '../rig.ts';
import type { FaultRow } from '../wire.ts';
import type { Lasting, Misfortune } from './misfortune.ts';
import { strokes } from './strokes.ts';
import { switches } from './switches.ts';

export const catalogue: readonly Misfortune[] = [...switches, ...strokes];

export class Switchboard {
  readonly #rig: Rig;
  readonly #on = new Map<string, Lasting>();
  /** Hits of what is off again, and strokes. */
  readonly #past = new Map<string, number>();

  constructor(rig: Rig) {
    this.#rig = rig;
  }

  rows(): readonly FaultRow[] {
    return catalogue.map(({ id, title, explains, kind }) => ({
      ...{ id, title, explains, kind },
      on: this.#on.get(id)?.stands ?? false,
      hits: (this.#past.get(id) ?? 0) + (this.#on.get(id)?.hits ?? 0),
    }));
  }

  /** What a stroke did; nothing for a switch. Turning on what is on changes nothing. */
  async set(id: string, on: boolean): Promise<string | undefined> {
    const found = catalogue.find((m) => m.id === id);
    if (!found) throw new Problem(404, `There is no fault "${id}". There are ${ids()}.`, 'id');
    if (found.kind === 'stroke') {
      if (!on) throw new Problem(422, `"${found.title}" happens once: there is nothing to turn off.`, 'on');
      const said = await found.strike(this.#rig);
      this.#count(id, 1);
      return said;
    }
    const standing = this.#on.get(id);
    if (on && !standing?.stands) {
      this.#retire(id);
      this.#on.set(id, found.put(this.#rig));
    }
    if (!on) {
      this.#retire(id);
      await standing?.remove();
    }
    return undefined;
  }

  #retire(id: string): void {
    this.#count(id, this.#on.get(id)?.hits ?? 0);
    this.#on.delete(id);
  }

  #count(id: string, n: number): void {
    this.#past.set(id, (this.#past.get(id) ?? 0) + n);
  }
}

function ids(): string {
  return catalogue.map((m) => m.id).join(', ');
}
