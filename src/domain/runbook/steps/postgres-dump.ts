/** postgres.dump: a database into S3, proven to be readable before it is uploaded and to be whole where it arrived. */
import { z } from 'zod';
import { database, programOf, server, spokenOf, TO_END, told } from './database-program.ts';
import { programChange } from './program-change.ts';
import { bytes, folderAddress } from './s3-objects.ts';

export const postgresDump = programChange({
  name: 'postgres.dump',
  summary: 'Dumps a database, proves that the dump can be read, uploads it to S3 and proves that it arrived in full.',
  risk: 'low',
  params: z.strictObject({ database, to: folderAddress, server }),
  program: (p) => programOf('database-backup', p.server),
  outputs: ['key', 'address', 'size', 'sha256', 'tables'],
  timeout: TO_END,
  examples: [
    { means: 'Before a risky change', params: { database: 'architect', to: 's3://architect-backups/before-changes/' } },
  ],
  target: (p) => `database/${spokenOf(p.database, p.server)}`,
  look: async () => undefined,
  guard: () => ({}),
  intend: (p) => ({
    args: [p.database, p.to],
    summary: `Dump ${spokenOf(p.database, p.server)} to ${p.to}`,
    changes: [{ what: p.to, from: '', to: 'one object more' }],
    notes: ['The database is only read; nothing is uploaded that cannot be read back'],
  }),
  async after({ to }, _ports, _was, ran) {
    const { key = '', size, sha256 = '', tables } = told(ran, 'key', 'size', 'sha256');
    const [bucket] = to.slice('s3://'.length).split('/');
    return { key, address: `s3://${bucket}/${key}`, size: Number(size), sha256, tables: Number(tables ?? 0) };
  },
  lines: (o) => [`${o.address}: ${bytes(Number(o.size))}, ${o.tables} tables`, `SHA-256 ${o.sha256}`],
});
