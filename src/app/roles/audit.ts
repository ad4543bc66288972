/** `tocsin audit verify`: recomputes the hash chain of every timeline and names the first entry that is not what was written. */
import { createPool } from '../../db/pool.ts';
import { type Broken, verifyTimelines } from '../../engine/timeline-store.ts';
import type { Config, Secrets } from '../config/config.ts';
import { openDatabase } from '../database.ts';

const nameOf = ({ kind, id }: Broken): string => (kind === 'incident' ? `INC-${id}` : `R-${id}`);

/** The exit code: 1 when something was changed, is missing, or was cut off. */
export async function auditVerify(
  config: Pick<Config, 'database'>,
  secrets: Pick<Secrets, 'databaseUrl'>,
  print: (line: string) => void,
): Promise<number> {
  const database = await openDatabase(config.database, secrets);
  const pool = createPool({ url: database.url, max: 1, name: 'tocsin-audit', onError: () => {} });
  let [timelines, entries, bad] = [0, 0, 0];
  try {
    for await (const part of verifyTimelines(pool)) {
      timelines += part.timelines;
      entries += part.entries;
      bad += part.broken.length;
      for (const b of part.broken) print(`${nameOf(b)}, entry ${b.seq}: ${b.why}`);
    }
  } finally {
    await pool.end();
    await database.stop();
  }
  print(
    bad === 0
      ? `${timelines} timelines with ${entries} entries: every one is whole, in order and as it was written.`
      : `${bad} of ${timelines} timelines are not what was written. Restore a backup beside this database and compare them from the entries named above on.`,
  );
  return bad === 0 ? 0 : 1;
}
