/** s3.list: the objects under a prefix, newest first, and how old the newest is: whether last night's backup is there. */
import { z } from 'zod';
import { Fault } from '../../../ports/fault.ts';
import type { Output } from '../step-kind.ts';
import { asked } from './aws-program.ts';
import { at, list, number, text } from './object-rows.ts';
import { readKind } from './read-kind.ts';
import { bucket, bytes, prefix } from './s3-objects.ts';

const HOUR = 3_600_000;
/** More are not looked at: which is the newest could not be told in time. */
const MOST = 20_000;
const SHOWN = 50;
const QUERY =
  `{count: length(Contents || \`[]\`), more: NextToken, objects: ` +
  `sort_by(Contents || \`[]\`, &LastModified)[-${SHOWN}:].{key: Key, size: Size, modified: LastModified}}`;

export const s3List = readKind({
  name: 's3.list',
  summary: 'Lists the objects of a bucket under a prefix, newest first; `hours` is the age of the newest.',
  params: z.strictObject({ bucket, prefix: prefix.default('') }),
  offers: { outputs: ['objects', 'count', 'newest', 'hours', 'note'] },
  usualExpect: 'count > 0',
  examples: [
    { means: 'Is the backup of last night there', params: { bucket: 'architect-backups', prefix: 'nightly/' } },
  ],
  needs: () => [{ on: 'binary', binary: 'aws' }],
  async read(p, ports, { now }): Promise<Output> {
    const where = ['--bucket', p.bucket, ...(p.prefix === '' ? [] : ['--prefix', p.prefix])];
    const args = ['s3api', 'list-objects-v2', ...where, '--max-items', String(MOST), '--query', QUERY];
    const said = await asked(ports, args, /NoSuchBucket/);
    const place = `s3://${p.bucket}/${p.prefix}`;
    if (said === undefined) throw new Fault('permanent', 's3.no-bucket', `there is no bucket ${p.bucket}`);
    if (at(said, 'more')) {
      const much = `${place} has more than ${MOST} objects, and which is the newest is not known: give a longer prefix`;
      throw new Fault('permanent', 's3.too-many', much);
    }
    const objects = list(said, 'objects')
      .toReversed()
      .map((o) => ({ key: text(o, 'key'), size: number(o, 'size'), modified: text(o, 'modified') }));
    const [newest] = objects;
    const count = number(said, 'count');
    if (!newest) return { objects, count, note: `there is nothing under ${place}` };
    const hours = Math.round(((now - Date.parse(newest.modified)) / HOUR) * 10) / 10;
    return { objects, count, newest, hours };
  },
  lines: ({ objects, count, note, hours }) =>
    note === undefined
      ? [
          `${count} objects, the newest ${hours} h old`,
          ...list(objects)
            .slice(0, 6)
            .map((o) => `${text(o, 'modified')}  ${bytes(number(o, 'size'))}  ${text(o, 'key')}`),
        ]
      : [String(note)],
});
