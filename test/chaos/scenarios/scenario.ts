/** One thing people do with Tocsin from beginning to end, the same way each time, so that it can be broken at each boundary. */
import type { Client } from '../client.ts';
import { row, until } from '../until.ts';
import type { World } from '../world.ts';

export interface Scenario {
  readonly name: string;
  /** Once per world, before the first play. */
  prepare?(w: World): Promise<void>;
  /** Everything up to the incident's end. Whatever dies meanwhile, it comes to its end. */
  play(w: World, people: Client): Promise<void>;
}

export const ADA = 'U0ADA';
export const GRACE = 'U0GRACE';
export const LINUS = 'U0LINUS';
export const SECOND = 1_000;
export const MINUTE = 60_000;

export interface Declared {
  readonly incident: number;
  /** Name of the incident's own channel. */
  channel(): Promise<string>;
}

let titles = 0;

/** Declares a p1; resolves with its number. */
export async function declare(w: World, people: Client, severity = 'p1', by = ADA): Promise<Declared> {
  titles += 1;
  const { key } = await people.command(by, 'incidents', `declare ${severity} API down ${titles} --separate`);
  const { id } = await row<{ id: number }>(w, 'the incident', 'select ref_id::int as id from inbox where key = $1', [
    key,
  ]);
  return {
    incident: id,
    channel: () =>
      until(
        w,
        `the channel of INC-${id}`,
        () => w.stage.slack.workspace.channels.all().find((c) => c.name.startsWith(`inc-${id}-`))?.name,
      ),
  };
}

/** Alerts of the incident's pages, by target. */
export const alerts = (w: World, incident: number, generation = 1) =>
  w.stage.pagerduty.alerts().filter((a) => a.dedupKey.startsWith(`${w.deployment}:INC-${incident}:g${generation}:`));

/** Resolves once each of the targets has its alert. */
export const paged = (w: World, incident: number, targets: readonly string[], generation = 1) =>
  until(w, `pages of ${targets.join(', ')}`, () => {
    const there = alerts(w, incident, generation).map((a) => a.dedupKey.split(`:g${generation}:`)[1]);
    return targets.every((t) => there.includes(t)) ? there : undefined;
  });

export const AT_ONCE = ['oncall:architect', 'role:manager', 'role:lead-engineer'] as const;
export const LEVEL_3 = ['role:director', 'role:vp-engineering'] as const;

/** Moves time to `ms` after the declaration, by the record's clock. */
export async function at(w: World, incident: number, ms: number): Promise<void> {
  const [r] = await w.query<{ left: number }>(
    `select (state->>'since')::float8 + $2 - ms(app_now()) as left from incident where id = $1`,
    [incident, ms],
  );
  if (r && r.left > 0) await w.warp(Math.ceil(r.left));
}
