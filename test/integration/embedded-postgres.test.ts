/** With no database given, a real one starts in a folder, is nobody else's, and loses nothing over restarts. */
import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { EmbeddedPostgresError, startEmbedded } from '../../src/db/embedded/embedded-postgres.ts';
import { startedAt } from '../../src/db/embedded/process-identity.ts';
import { cleanUp, newFolder, query } from './embedded-help.ts';

// Real servers are made and recovered here, on machines that may be busy.

describe('embedded PostgreSQL', () => {
  let dir: string;
  beforeEach(() => {
    dir = newFolder();
  });
  afterEach(() => cleanUp(dir));

  it('keeps rows over a stop and a start, and makes its database once', async () => {
    const root = path.join(dir, 'a', 'data'); // made when missing
    const first = await startEmbedded({ dir: root });
    expect(new URL(first.url)).toMatchObject({ username: 'tocsin_owner', hostname: '127.0.0.1', pathname: '/tocsin' });
    await query(first.url, 'create table t (n int); insert into t select generate_series(1, 100)');
    await first.stop();
    // Ended, if perhaps not yet waited for by us.
    expect(startedAt(first.pid)).toBeUndefined();

    const second = await startEmbedded({ dir: root });
    expect(second.adopted).toBe(false);
    expect(await query(second.url, 'select count(*)::int as n from t')).toEqual([{ n: 100 }]);
    await second.stop();
    await second.stop(); // a second time is harmless
  });

  it('listens on the loopback address only, wants the password, and keeps it to its owner', async () => {
    const db = await startEmbedded({ dir, durable: false });
    const [row] = await query(
      db.url,
      `select current_setting('listen_addresses') as listen, current_setting('unix_socket_directories') as sockets,
              pg_encoding_to_char(encoding) as encoding, current_setting('timezone') as zone
         from pg_database where datname = 'tocsin'`,
    );
    expect(row).toEqual({ listen: '127.0.0.1', sockets: '', encoding: 'UTF8', zone: 'UTC' });
    const wrong = new URL(db.url);
    wrong.password = 'guess';
    await expect(new pg.Client({ connectionString: wrong.href }).connect()).rejects.toMatchObject({ code: '28P01' });
    expect(fs.statSync(path.join(dir, 'pg-password')).mode & 0o777).toBe(0o600);
    expect(fs.statSync(path.join(dir, 'pg18')).mode & 0o777).toBe(0o700);
    expect(fs.readdirSync(dir).filter((f) => f.includes('.new') || f.endsWith('.password'))).toEqual([]);
    await db.stop();
  });

  it('hands none of our own environment on', async () => {
    process.env.SLACK_BOT_TOKEN = 'xoxb-secret';
    const db = await startEmbedded({ dir, durable: false });
    if (process.platform === 'linux') {
      expect(fs.readFileSync(`/proc/${db.pid}/environ`, 'utf8')).not.toContain('xoxb-secret');
    }
    delete process.env.SLACK_BOT_TOKEN;
    await db.stop();
  });

  it('uses the port it is given, and says so when that is taken', async () => {
    const first = await startEmbedded({ dir: path.join(dir, 'one'), durable: false });
    const same = startEmbedded({ dir: path.join(dir, 'two'), port: first.port, durable: false });
    await expect(same).rejects.toThrow(`Port ${first.port} on 127.0.0.1 is taken`);
    await first.stop();
    const later = await startEmbedded({ dir: path.join(dir, 'two'), port: first.port, durable: false });
    expect(later.port).toBe(first.port);
    await later.stop();
  });

  it('says what to do when the password file was lost or replaced', async () => {
    await (await startEmbedded({ dir, durable: false })).stop();
    const file = path.join(dir, 'pg-password');
    const right = fs.readFileSync(file, 'utf8');
    fs.writeFileSync(file, 'another');
    await expect(startEmbedded({ dir, durable: false })).rejects.toThrow('does not open the database beside it');
    fs.rmSync(file);
    await expect(startEmbedded({ dir, durable: false })).rejects.toThrow(`${file} is missing`);
    fs.writeFileSync(file, right);
    await (await startEmbedded({ dir, durable: false })).stop();
  });

  it('starts over after a first start that was killed half way', async () => {
    fs.mkdirSync(path.join(dir, 'pg18.new-0000', 'base'), { recursive: true });
    fs.writeFileSync(path.join(dir, 'pg18.new-0000', 'PG_VERSION'), '18');
    const db = await startEmbedded({ dir, durable: false });
    expect(fs.existsSync(path.join(dir, 'pg18.new-0000'))).toBe(false);
    await db.stop();
  });

  it('names a folder it cannot write to', async () => {
    const file = path.join(dir, 'a-file');
    fs.writeFileSync(file, '');
    const tried = startEmbedded({ dir: path.join(file, 'data') });
    await expect(tried).rejects.toThrow(EmbeddedPostgresError);
    await expect(tried).rejects.toThrow('set DATABASE_URL');
  });
});
