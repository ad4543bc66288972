/** The incident's look-ups for people's questions; nothing here decides. */
import type { Pool } from '../../db/pool.ts';
import { query, statement } from '../../db/statement.ts';
import type { Incident } from './model.ts';

const BY_CHANNEL = statement(
  'incident_by_channel',
  `select state from incident where channel = $1 order by id desc limit 1`,
);
const BY_CARD = statement(
  'incident_by_card',
  `select state from incident
    where (announced = $2 and state->'cards'->'announce'->>'channel' = $1)
       or (card = $2 and state->'cards'->'incident'->>'channel' = $1)
    order by id desc limit 1`,
);
const ONE = statement('incident_one', 'select state from incident where id = $1');
const OPEN = statement('incident_open', `select state from incident where open order by id desc limit 50`);
type Row = { state: Incident };

export const incidentByChannel = async (pool: Pool, channel: string) =>
  (await query<Row>(pool, BY_CHANNEL, [channel]))[0]?.state;

export const incidentByCard = async (pool: Pool, channel: string, ts: string) =>
  (await query<Row>(pool, BY_CARD, [channel, ts]))[0]?.state;

/** Numbers from outside: what no bigint can hold does not exist. */
export async function incidentById(pool: Pool, id: number): Promise<Incident | undefined> {
  if (!Number.isSafeInteger(id) || id < 1) return undefined;
  return (await query<Row>(pool, ONE, [id]))[0]?.state;
}

/** Newest first, at most 50. */
export const openIncidents = async (pool: Pool) => (await query<Row>(pool, OPEN, [])).map((r) => r.state);
