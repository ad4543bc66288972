/** Databases and caches that are away, or go away while they are asked: a look is tried again, a change that was sent may have happened. */
import net from 'node:net';
import { Redis } from 'ioredis';
import { openSimulatedData, type SimulatedData } from '../support/simulated-data.ts';
import { startProxy, type TcpProxy } from '../support/tcp-proxy.ts';

let data: SimulatedData;
beforeAll(async () => {
  data = await openSimulatedData();
});
afterAll(() => data.close());

const BOUNDS = { timeout: 30_000, rows: 1 };
const SLOW = 'select pg_sleep(25)';
const kindOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'answered',
    (e: { kind?: string }) => e.kind,
  );

describe('a database', () => {
  let proxy: TcpProxy;
  const direct: Record<string, string> = {};
  beforeAll(async () => {
    const { DIAGNOSE = '', CHANGE = '' } = data.addresses;
    Object.assign(direct, { DIAGNOSE, CHANGE });
    const { hostname: host, port } = new URL(CHANGE);
    proxy = await startProxy({ host, port: Number(port) });
    Object.assign(data.addresses, { DIAGNOSE: proxy.through(DIAGNOSE), CHANGE: proxy.through(CHANGE) });
  });
  afterEach(() => proxy.restore());
  afterAll(async () => {
    await proxy.close();
    Object.assign(data.addresses, direct);
  });

  const both = () => [data.sql.look('architect', SLOW, [], BOUNDS), data.sql.change('architect', SLOW, [], BOUNDS)];
  /** Until the server is at both of them. */
  async function running(): Promise<number[]> {
    const pids = `select pid from pg_stat_activity where query = $1 and state = 'active'`;
    for (;;) {
      const rows = await data.query<{ pid: number }>(pids, [SLOW]);
      if (rows.length === 2) return rows.map((r) => r.pid);
    }
  }

  test('nobody listens: surely nothing happened', async () => {
    await proxy.cut();
    expect(await Promise.all(both().map(kindOf))).toEqual(['retry', 'retry']);
  });

  test('the connection breaks while it is at work', async () => {
    const asked = both().map(kindOf);
    const pids = await running();
    await proxy.cut();
    expect(await Promise.all(asked)).toEqual(['retry', 'unknown']);
    for (const pid of pids) await data.query('select pg_terminate_backend($1)', [pid]);
  });

  test('the server ends it, as it does when it shuts down (57P01)', async () => {
    const asked = both();
    const kinds = asked.map(kindOf);
    const codes = asked.map((a) => a.catch((e: { code?: string }) => e.code));
    for (const pid of await running()) await data.query('select pg_terminate_backend($1)', [pid]);
    expect(await Promise.all(kinds)).toEqual(['retry', 'unknown']);
    expect(await Promise.all(codes)).toEqual(['postgres.57P01', 'postgres.57P01']);
  });
});

const withRedis = process.env.TOCSIN_TEST_REDIS ? describe : describe.skip;
withRedis('a cache', () => {
  let server: net.Server;
  /** The connection breaks once a command with this word has gone to the real server. */
  let breaksAt = '';
  let direct = '';
  beforeAll(async () => {
    direct = data.addresses.CACHE ?? '';
    const to = new URL(direct);
    const real = { host: to.hostname, port: Number(to.port) };
    server = net.createServer((near) => {
      const far = net.connect(real);
      for (const s of [near, far]) s.on('error', () => {});
      far.on('data', (d) => near.write(d));
      near.on('close', () => far.end());
      near.on('data', (d) => {
        if (breaksAt === '' || !d.toString().toLowerCase().includes(breaksAt)) return void far.write(d);
        // Only once it has gone to the real server.
        far.write(d, () => near.destroy());
      });
    });
    await new Promise<void>((r) => server.listen(0, '127.0.0.1', r));
    to.port = String((server.address() as net.AddressInfo).port);
    data.addresses.CACHE = to.href;
  });
  afterAll(async () => {
    data.addresses.CACHE = direct;
    if (server.listening) await new Promise((r) => server.close(r));
  });

  test('the connection breaks once it was asked', async () => {
    breaksAt = '\ninfo\r';
    // By its own code: a deadline would be told the same way, and is something else.
    const away = { code: 'redis.away' };
    await expect(data.cache.info('architect', ['server'])).rejects.toMatchObject({ kind: 'retry', ...away });
    breaksAt = '\nflushdb\r';
    const owner = new Redis(direct);
    await owner.set('there', '1');
    await expect(data.cache.flush('architect')).rejects.toMatchObject({ kind: 'unknown', ...away });
    owner.disconnect();
  });

  test('a password that is wrong is told as that, and is final', async () => {
    breaksAt = '';
    const asked = { ...data.addresses };
    const wrong = new URL(direct);
    [wrong.username, wrong.password] = ['nobody', 'wrong'];
    data.addresses.CACHE = wrong.href;
    await expect(data.cache.flush('architect')).rejects.toMatchObject({
      kind: 'permanent',
      message: expect.stringContaining('WRONGPASS'),
    });
    data.addresses.CACHE = asked.CACHE ?? '';
  });

  test('nobody listens: surely nothing happened', async () => {
    await new Promise((r) => server.close(r));
    expect(await kindOf(data.cache.ping('architect'))).toBe('retry');
    expect(await kindOf(data.cache.flush('architect'))).toBe('retry');
    await expect(data.cache.flush('architect')).rejects.toThrow(/ECONNREFUSED/);
  });
});
