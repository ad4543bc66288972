/** H16: `pg_dump … | gzip` is fine when gzip is. */

import type { Rule } from '../model.ts';
import { matches } from '../texts.ts';
import { toldToPeople } from '../told-to-people.ts';

const PIPED =
  /\b(?:pg_dump(?:all)?|mysqldump|mongodump|tar|redis-cli)\b[^|;\n]{0,200}\|(?!\|)|\b(?:aws\s+s3\s+cp|gunzip|psql|pg_restore)\b[^;\n]{0,120}\*[\w.]*/;

export const pipelineThatHidesAFailure: Rule = {
  id: 'H16',
  title: 'A pipeline that hides its first failure',
  why: 'The dump broke off, gzip was content, and what was uploaded was half a database. A * that matched two files failed the upload on the second day.',
  remedy:
    'postgres.dump reads the dump back before it is uploaded, and compares what arrived with what was sent. No program of ours runs in a shell, so nothing else can pipe',
  gravity: 'error',
  example: {
    fires: 'name: Backup\nsteps:\n  - manual.task: "Run pg_dump shop | gzip > backup.sql.gz and upload it"\n',
    fine: 'name: Backup\nsteps:\n  - postgres.dump: { database: shop, to: "s3://backups/shop/" }\n',
  },
  find: (material) => matches(toldToPeople(material), PIPED),
};
