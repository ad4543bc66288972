/** kill -9 of the owner leaves PostgreSQL running: the next start takes it over, and nothing was lost. */
import fs from 'node:fs';
import path from 'node:path';
import { startEmbedded } from '../../src/db/embedded/embedded-postgres.ts';
import { cleanUp, newFolder, ownerOf, query } from './embedded-help.ts';

// Real servers are made and recovered here, on machines that may be busy.

describe('embedded PostgreSQL after a crash', () => {
  let dir: string;
  beforeEach(() => {
    dir = newFolder();
  });
  afterEach(() => cleanUp(dir));

  it('adopts the server an owner left behind, with every committed row', async () => {
    const owner = await ownerOf(dir, {}, true);
    await query(owner.said.url, 'create table t (n int); insert into t values (7)');
    await owner.kill();
    expect(() => process.kill(owner.said.pid, 0)).not.toThrow();

    const db = await startEmbedded({ dir });
    expect(db).toMatchObject({ adopted: true, pid: owner.said.pid, port: owner.said.port });
    expect(await query(db.url, 'select n from t')).toEqual([{ n: 7 }]);
    await db.stop();
    expect(fs.existsSync(path.join(dir, 'pg18', 'postmaster.pid'))).toBe(false);
  });

  it('moves the server it finds to the port it was asked for', async () => {
    const owner = await ownerOf(dir);
    await query(owner.said.url, 'create table t (n int)');
    await owner.kill();
    const port = owner.said.port === 54329 ? 54328 : 54329;
    const db = await startEmbedded({ dir, port, durable: false });
    expect(db).toMatchObject({ adopted: false, port });
    expect(await query(db.url, 'select n from t')).toEqual([]);
    await db.stop();
  });

  it('recovers when owner and server were both killed', async () => {
    const owner = await ownerOf(dir, {}, true);
    await query(owner.said.url, 'create table t (n int); insert into t select generate_series(1, 1000)');
    process.kill(owner.said.pid, 'SIGKILL');
    await owner.kill();

    const db = await startEmbedded({ dir });
    expect(db.adopted).toBe(false);
    expect(await query(db.url, 'select count(*)::int as n from t')).toEqual([{ n: 1000 }]);
    await db.stop();
  });

  it('is not stopped by a lock file whose pid was given to another process', async () => {
    await (await startEmbedded({ dir, durable: false })).stop();
    const lock = path.join(dir, 'pg18', 'postmaster.pid');
    fs.writeFileSync(lock, `${process.pid}\n${path.join(dir, 'pg18')}\n0\n5432\n\n127.0.0.1\n`);
    const db = await startEmbedded({ dir, durable: false });
    expect(db.adopted).toBe(false);
    await db.stop();
  });

  it('is not stopped by an empty lock file, left by a full disk or a power cut', async () => {
    await (await startEmbedded({ dir, durable: false })).stop();
    fs.writeFileSync(path.join(dir, 'pg18', 'postmaster.pid'), '');
    await (await startEmbedded({ dir, durable: false })).stop();
  });
});
