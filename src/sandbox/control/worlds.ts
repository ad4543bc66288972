/** The world that stands now, and the making of the next one: one at a time. */
import { Problem } from './problem.ts';
import type { RigMaker } from './rig.ts';
import { Session } from './session.ts';
import type { StatusSection } from './wire.ts';

export class Worlds {
  readonly #maker: RigMaker;
  readonly #watchers = new Set<() => void>();
  #session: Session | undefined;
  #status: StatusSection = { state: 'starting', text: 'Starting …' };
  #making: Promise<void> | undefined;
  #closed = false;

  constructor(maker: RigMaker) {
    this.#maker = maker;
  }

  get status(): StatusSection {
    return this.#status;
  }

  /** The world, once it stands. */
  get session(): Session | undefined {
    return this.#session;
  }

  /** The world, or a refusal that says how to get one. */
  need(): Session {
    if (this.#session) return this.#session;
    const { state, text } = this.#status;
    if (state === 'failed') throw new Problem(503, `There is no world: ${text} Ask for one with POST /api/reset.`);
    throw new Problem(503, 'The world is being made. Wait until GET /api/status says "ready".');
  }

  /** Puts the old world away and makes a new one; joins a making that is under way. Rejects when it fails. */
  renew(): Promise<void> {
    this.#making ??= this.#make().finally(() => {
      this.#making = undefined;
    });
    return this.#making;
  }

  /** Called when the status changed, and so whenever the world did. */
  onChange(watch: () => void): () => void {
    this.#watchers.add(watch);
    return () => this.#watchers.delete(watch);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#making?.catch(() => {});
    await this.#session?.close();
    this.#session = undefined;
  }

  async #make(): Promise<void> {
    const old = this.#session;
    this.#session = undefined;
    this.#tell({ state: 'starting', text: old ? 'Putting the old world away …' : 'Starting …' });
    try {
      await old?.close();
      const rig = await this.#maker.make((text) => this.#tell({ state: 'starting', text }));
      if (this.#closed) {
        await rig.close();
        return;
      }
      this.#session = new Session(rig);
      await this.#session.gather();
      this.#tell({ state: 'ready' });
    } catch (e) {
      this.#tell({ state: 'failed', text: e instanceof Error ? e.message : String(e) });
      throw e;
    }
  }

  #tell(status: StatusSection): void {
    this.#status = status;
    for (const w of this.#watchers) w();
  }
}
