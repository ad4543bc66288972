/** Works for root (PostgreSQL itself runs as somebody else) and for a normal user, and names what is in the way. */
import fs from 'node:fs';
import path from 'node:path';
import { startEmbedded } from '../../src/db/embedded/embedded-postgres.ts';
import { cleanUp, isRoot, NOBODY, newFolder, ownerOf, query } from './embedded-help.ts';

const asRoot = isRoot ? it : it.skip;
const uidOf = (pid: number) => fs.statSync(`/proc/${pid}`).uid;

// Real servers are made and recovered here, on machines that may be busy.

describe('the account of embedded PostgreSQL', () => {
  let dir: string;
  beforeEach(() => {
    dir = newFolder();
  });
  afterEach(() => cleanUp(dir));

  asRoot('is not root when we are', async () => {
    const db = await startEmbedded({ dir, durable: false });
    expect(uidOf(db.pid)).not.toBe(0);
    expect(fs.statSync(path.join(dir, 'pg18')).uid).toBe(uidOf(db.pid));
    expect(fs.statSync(path.join(dir, 'pg-password')).uid).toBe(0);
    await db.stop();
  });

  it('is the user itself when we are a normal user', async () => {
    const as = isRoot ? NOBODY : {};
    if (isRoot) fs.chownSync(dir, NOBODY.uid, NOBODY.gid);
    const owner = await ownerOf(dir, as);
    expect(owner.said.message).toBeUndefined();
    expect(uidOf(owner.said.pid)).toBe(isRoot ? NOBODY.uid : process.getuid?.());
    await query(owner.said.url, 'create table t (n int); insert into t values (1)');
    await owner.stop();
    expect(fs.existsSync(path.join(dir, 'holder.json'))).toBe(false);

    const again = await ownerOf(dir, as);
    expect(await query(again.said.url, 'select n from t')).toEqual([{ n: 1 }]);
    await again.stop();
  });

  asRoot('stays the owner of the data when root starts what a normal user began', async () => {
    fs.chownSync(dir, NOBODY.uid, NOBODY.gid);
    const owner = await ownerOf(dir, NOBODY);
    await query(owner.said.url, 'create table t (n int)');
    await owner.stop();
    const db = await startEmbedded({ dir, durable: false });
    expect(uidOf(db.pid)).toBe(NOBODY.uid);
    expect(await query(db.url, 'select n from t')).toEqual([]);
    await db.stop();
  });

  asRoot('tells a normal user whose the data is when root began it', async () => {
    await (await startEmbedded({ dir, durable: false })).stop();
    const { uid } = fs.statSync(path.join(dir, 'pg18'));
    fs.chmodSync(dir, 0o777);
    const owner = await ownerOf(dir, { uid: 12345, gid: 12345 });
    expect(owner.said.message).toContain(`belongs to uid ${uid}, and this is uid 12345`);
    expect(owner.said.message).toContain('set DATABASE_URL');
  });

  asRoot('names the folder above that keeps it out, and the ways round it', async () => {
    const home = path.join(dir, 'home');
    fs.mkdirSync(home, { mode: 0o700 });
    const tried = startEmbedded({ dir: path.join(home, 'checkout', '.tocsin') });
    await expect(tried).rejects.toThrow(
      new RegExp(`may not enter ${home} \\(mode 0700\\).*chmod o\\+x ${home}; move.*normal user; set DATABASE_URL`),
    );
    fs.chmodSync(home, 0o711);
    const db = await startEmbedded({ dir: path.join(home, 'checkout', '.tocsin'), durable: false });
    await db.stop();
  });
});
