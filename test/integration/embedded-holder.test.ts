/** One live process holds a database folder; the next is told who; a dead holder is no obstacle. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startEmbedded } from '../../src/db/embedded/embedded-postgres.ts';
import { cleanUp, newFolder, ownerOf } from './embedded-help.ts';

// Real servers are made and recovered here, on machines that may be busy.

describe('the holder of an embedded PostgreSQL folder', () => {
  let dir: string;
  let file: string;
  beforeEach(() => {
    dir = newFolder();
    file = path.join(dir, 'holder.json');
  });
  afterEach(() => cleanUp(dir));

  const claim = (over: object) =>
    fs.writeFileSync(
      file,
      JSON.stringify({
        id: 'left-over',
        pid: process.pid,
        started: 'another life',
        host: os.hostname(),
        command: 'node dist/src/main.js start',
        since: '2026-11-20T08:00:00.000Z',
        ...over,
      }),
    );

  const startsAndLetsGo = async () => {
    const db = await startEmbedded({ dir, durable: false });
    expect(JSON.parse(fs.readFileSync(file, 'utf8'))).toMatchObject({ pid: process.pid, host: os.hostname() });
    await db.stop();
    expect(fs.readdirSync(dir).filter((f) => f.startsWith('holder'))).toEqual([]);
  };

  it('refuses a second process and says who holds it, since when, and what to do', async () => {
    const owner = await ownerOf(dir);
    const refused = startEmbedded({ dir });
    await expect(refused).rejects.toMatchObject({ name: 'EmbeddedPostgresError' });
    await expect(refused).rejects.toThrow(
      new RegExp(
        `${dir} is in use by process ${owner.child.pid} \\(.*embedded-owner.mjs.*\\), since 20..-..-..T.*Set DATABASE_URL` +
          `.*use another folder.*stop that process \\(kill ${owner.child.pid}\\)`,
      ),
    );
    await owner.stop();
    await startsAndLetsGo();
  });

  it('refuses a second start inside one process, and leaves the first alone', async () => {
    const db = await startEmbedded({ dir, durable: false });
    await expect(startEmbedded({ dir })).rejects.toThrow('in use by this very process');
    expect(() => process.kill(db.pid, 0)).not.toThrow();
    await db.stop();
  });

  it('replaces a holder whose pid is gone', async () => {
    claim({ pid: 2 ** 22 + 1 });
    await startsAndLetsGo();
  });

  it('replaces a holder whose pid now belongs to another process', async () => {
    claim({ pid: process.pid, started: 'before the reboot' });
    await startsAndLetsGo();
  });

  it('replaces a file that is no claim at all', async () => {
    fs.writeFileSync(file, '{"pid":');
    await startsAndLetsGo();
  });

  it('refuses while a holder in another container keeps its claim fresh, and takes over when it no longer does', async () => {
    claim({ host: 'pod-7', pid: 1 });
    await expect(startEmbedded({ dir })).rejects.toThrow(/process 1 .* on pod-7.*start again in 20 seconds/);
    fs.utimesSync(file, new Date(), new Date(Date.now() - 60_000));
    await startsAndLetsGo();
  });

  it('lets exactly one of several starters take over a dead holder', async () => {
    claim({ pid: 2 ** 22 + 1 });
    const all = await Promise.all(Array.from({ length: 4 }, () => ownerOf(dir)));
    const up = all.filter((o) => o.said.error === undefined);
    expect(up).toHaveLength(1);
    for (const o of all) {
      if (o.said.error !== undefined) expect(o.said.message).toContain(`in use by process ${up[0]?.child.pid}`);
    }
    await up[0]?.stop();
  });
});
