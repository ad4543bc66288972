/** postgres.restore and postgres.restoreBack: a dump beside the database, proven there, and only then the names are changed; and back. */
import { z } from 'zod';
import { database, programOf, server, spokenOf, TO_END, told } from './database-program.ts';
import { programChange } from './program-change.ts';
import { objectAddress } from './s3-objects.ts';

/** Milliseconds. */
const TO_CHANGE_NAMES = 300_000;
const table = z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/, 'must be the name of a table');

export const postgresRestore = programChange({
  name: 'postgres.restore',
  summary:
    'Restores a dump beside the database, proves what is in it, and changes the names; what was there stays under another name.',
  risk: 'high',
  params: z.strictObject({
    database,
    from: objectAddress,
    sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be the SHA-256 that was kept with the dump: 64 of 0-9 and a-f'),
    /** Table → rows it must have at least before the names are changed. */
    expect: z.record(table, z.int().min(0)).default({}),
    server,
  }),
  program: (p) => programOf('database-restore', p.server),
  outputs: ['database', 'before', 'rows'],
  timeout: TO_END,
  examples: [
    {
      means: 'After data was lost',
      params: {
        database: 'architect',
        from: 's3://architect-backups/nightly/architect-20261125T020000Z.dump',
        sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
        expect: { users: 100 },
      },
    },
  ],
  target: (p) => `database/${spokenOf(p.database, p.server)}`,
  look: async () => undefined,
  // The checksum in the plan is what must hold; the program looks whether anybody is connected.
  guard: () => ({}),
  intend(p) {
    const name = spokenOf(p.database, p.server);
    const least = Object.entries(p.expect).map(([of, n]) => `${of}=${n}`);
    return {
      args: [p.database, p.from, p.sha256, ...least],
      summary: `Restore ${name} from ${p.from}`,
      changes: [{ what: name, from: 'as it is now', to: p.from }],
      notes: [
        'What was written since that dump is not in it. It is refused while anybody is connected: stop the writers first',
        `The database of now stays as ${p.database}_before_…: it takes its room until a person drops it`,
        ...(least.length > 0 ? [`Names are changed only with at least these rows: ${least.join(', ')}`] : []),
      ],
      undo: {
        kind: 'postgres.restoreBack',
        params: { database: p.database, ...(p.server === undefined ? {} : { server: p.server }) },
        summary: `Make ${name} from before the restore the database again`,
      },
    };
  },
  async after(_p, _ports, _was, ran) {
    const said = told(ran, 'database', 'before');
    const rows = Object.entries(said).flatMap(([k, v]) => (k.startsWith('rows.') ? [[k.slice(5), Number(v)]] : []));
    return { database: said.database ?? '', before: said.before ?? '', rows: Object.fromEntries(rows) };
  },
  lines: (o) => [
    `${o.text}; the database from before is ${o.before}`,
    ...Object.entries(o.rows as Record<string, number>).map(([of, n]) => `${of}: about ${n} rows`),
  ],
});

export const postgresRestoreBack = programChange({
  name: 'postgres.restoreBack',
  summary: 'Makes the database from before the last restore the database again.',
  risk: 'high',
  params: z.strictObject({ database, server }),
  shorthand: 'database',
  program: (p) => programOf('database-restore', p.server),
  outputs: ['database', 'from'],
  timeout: TO_CHANGE_NAMES,
  examples: [{ means: 'The restore was a mistake', params: { database: 'architect' } }],
  target: (p) => `database/${spokenOf(p.database, p.server)}`,
  look: async () => undefined,
  guard: () => ({}),
  intend: (p) => ({
    args: ['--back', p.database],
    summary: `Make ${spokenOf(p.database, p.server)} from before the last restore the database again`,
    changes: [{ what: spokenOf(p.database, p.server), from: 'restored', to: 'as before the restore' }],
    notes: ['What was written since the restore is left in the restored one. It is refused while anybody is connected'],
  }),
  async after(_p, _ports, _was, ran) {
    const said = told(ran, 'database', 'from');
    return { database: said.database ?? '', from: said.from ?? '' };
  },
  lines: (o) => [`${o.database} is what was ${o.from}`],
});
