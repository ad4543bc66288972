/** One world while it is looked at and acted in: the rig, and what the control API itself remembers about it. */
import { createGuide, type Guide } from '../guide/guide.ts';
import type { Json } from '../slack/json.ts';
import { Switchboard } from './faults/switchboard.ts';
import { LastLooks } from './last-looks.ts';
import type { Rig } from './rig.ts';
import { TrafficLog } from './traffic-log.ts';
import { watchRig } from './watch-rig.ts';
import type { RecordSection, SectionName } from './wire.ts';

/** What has to be asked for, and is kept until it is asked for again. */
export interface Gathered {
  readonly record?: RecordSection;
  readonly next?: { readonly at: number; readonly what: string };
}

export class Session {
  readonly rig: Rig;
  readonly looks: LastLooks;
  readonly traffic: TrafficLog;
  readonly faults: Switchboard;
  readonly guide: Guide;
  /** Options the app suggested to somebody, by person: what can be chosen in an external select. */
  readonly offered = new Map<string, readonly Json[]>();
  gathered: Gathered = {};
  readonly #watchers = new Set<(names: readonly SectionName[]) => void>();
  readonly #stop: () => void;

  constructor(rig: Rig) {
    this.rig = rig;
    const w = rig.slack.workspace;
    // Everybody has the app in their list, also before it ever wrote to them.
    for (const member of rig.cast) w.dm(member.id);
    this.looks = new LastLooks(w.ids.ts());
    this.traffic = new TrafficLog(rig, () => this.changed('traffic'));
    this.faults = new Switchboard(rig);
    this.guide = createGuide(rig);
    this.#stop = watchRig(rig, (...names) => this.changed(...names));
  }

  /** These may have changed: whoever looks compares. */
  changed(...names: readonly SectionName[]): void {
    for (const w of this.#watchers) w(names);
  }

  onChange(watch: (names: readonly SectionName[]) => void): () => void {
    this.#watchers.add(watch);
    return () => this.#watchers.delete(watch);
  }

  /** Asks the record. What it does not answer just now stays as it was. */
  async gather(): Promise<void> {
    const [record, next] = await Promise.allSettled([this.rig.record(), this.rig.next()]);
    const known = record.status === 'fulfilled' ? record.value : this.gathered.record;
    const then = next.status === 'fulfilled' ? next.value : this.gathered.next;
    this.gathered = { ...(known ? { record: known } : {}), ...(then ? { next: then } : {}) };
  }

  async close(): Promise<void> {
    this.#stop();
    this.traffic.close();
    this.guide.close();
    this.#watchers.clear();
    await this.rig.close();
  }
}
