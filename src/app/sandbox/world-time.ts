/**
 * Time of a rehearsal: the world's clock and the record's, moved, stopped and sped up together. A jump stops at everything
 * that is due on its way, so that an escalation happens at its own minute and not all at once at the end.
 */
import type { WorldClock } from '../../sandbox/http/world-clock.ts';
import type { Stage } from '../story/stage.ts';
import { busyNow, dueLanes, nextDue, waitsItsTurn } from './record.ts';

const TICK = 250;
/** However much there is to do on the way, a person waits no longer than this for a jump. Milliseconds. */
const LONGEST_JUMP = 60_000;
/** Work that hangs (a vendor that does not answer) does not hold up the time of everybody. */
const LONGEST_STOP = 5_000;
const LOOK = 20;

export interface WorldTime {
  readonly speed: number;
  readonly jumping: boolean;
  run(speed: number): Promise<void>;
  advance(ms: number): Promise<void>;
  stop(): Promise<void>;
}

export interface WorldTimeOptions {
  readonly clock: WorldClock;
  readonly query: Stage['query'];
  /** Wakes the workers for these lanes at once. */
  readonly ring: (lanes: readonly string[]) => void;
  readonly changed: () => void;
}

const soon = (ms: number) => new Promise((r) => setTimeout(r, ms));

export function startWorldTime({ clock, query, ring, changed }: WorldTimeOptions): WorldTime {
  let speed = 1;
  let jumping = false;
  let last: Promise<unknown> = Promise.resolve();
  /** One change of time after the other. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work, work);
    last = mine.catch(() => {});
    return mine;
  };

  /** Both at one instant: a record some milliseconds behind would never reach what the world says is due. */
  const stand = async () => {
    const [record] = await query<{ at: number }>(
      `update clock set stands_at = coalesce(stands_at, greatest(app_now(), at_ms($1)))
       returning ms(stands_at) as at`,
      [clock.now()],
    );
    clock.stand(record?.at);
  };
  const go = async () => {
    await query(`update clock set stands_at = null,
      offset_ms = floor(extract(epoch from stands_at - clock_timestamp()) * 1000) where stands_at is not null`);
    clock.go();
  };
  const move = async (ms: number) => {
    clock.advance(ms);
    await query(
      `update clock set offset_ms = offset_ms + $1::bigint, stands_at = stands_at + $1::bigint * interval '1 millisecond'`,
      [Math.ceil(ms)],
    );
    ring(await dueLanes(query));
  };
  const done = async () => {
    for (const until = Date.now() + LONGEST_STOP; (await busyNow(query)) && Date.now() < until; ) await soon(LOOK);
  };

  const tick = async () => {
    if (speed === 0) {
      // What was begun ends: a post that waits its second would otherwise wait for ever.
      const waits = await waitsItsTurn(query);
      if (waits && clock.stands) await go();
      else if (!waits && !clock.stands) await stand();
    } else if (speed > 1 && !(await busyNow(query))) {
      // A lease is counted in this time too: whoever has work in hand is not hurried out of it.
      await move((speed - 1) * TICK);
    }
  };
  let ticking = false;
  const timer = setInterval(() => {
    if (ticking || jumping) return;
    ticking = true;
    void inTurn(tick)
      .catch(() => {})
      .finally(() => {
        ticking = false;
      });
  }, TICK);

  return {
    get speed() {
      return speed;
    },
    get jumping() {
      return jumping;
    },
    run: (wanted) =>
      inTurn(async () => {
        speed = wanted;
        await (wanted === 0 ? stand() : go());
        changed();
      }),
    advance: (ms) =>
      inTurn(async () => {
        jumping = true;
        changed();
        try {
          const target = clock.now() + ms;
          const patience = Date.now() + LONGEST_JUMP;
          await done();
          while (clock.now() < target) {
            const due = Date.now() < patience ? await nextDue(query) : undefined;
            const next = due === undefined ? target : Math.min(target, Math.max(due, clock.now()) + 1);
            await move(Math.max(1, next - clock.now()));
            await done();
          }
        } finally {
          jumping = false;
          changed();
        }
      }),
    async stop() {
      clearInterval(timer);
      await last;
    },
  };
}
