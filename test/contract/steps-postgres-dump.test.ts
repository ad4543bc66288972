/** postgres.dump, postgres.restore and its way back, through the real programs on a real server. */
import { OperatorCommands } from '../../src/adapters/command/operator-commands.ts';
import { ProcessCommand } from '../../src/adapters/command/process-command.ts';
import type { Plan } from '../../src/domain/runbook/model.ts';
import type { ChangeKind, StepPorts } from '../../src/domain/runbook/step-kind.ts';
import { postgresDump } from '../../src/domain/runbook/steps/postgres-dump.ts';
import { postgresRestore, postgresRestoreBack } from '../../src/domain/runbook/steps/postgres-restore.ts';
import { packageRoot } from '../../src/lib/package-root.ts';
import { type DebianPostgres, isHere, openDebianPostgres } from '../support/debian-postgres.ts';

const DUMP = { database: 'shop', to: 's3://backups/shop/' };

(isHere ? describe : describe.skip)('on a real server', () => {
  let server: DebianPostgres;
  let ports: StepPorts;
  beforeAll(() => {
    server = openDebianPostgres();
    const at = (name: string) => ({
      file: `${packageRoot()}/deploy/programs/${name}`,
      environment: server.environment,
    });
    const binaries = { 'database-backup': at('database-backup'), 'database-restore': at('database-restore') };
    const list = { commands: {}, binaries, argv: () => ({ refused: 'none' }) };
    ports = { commands: new OperatorCommands(() => list, new ProcessCommand()) } as unknown as StepPorts;
    server.sql('postgres', 'create database shop');
    server.sql('shop', 'create table users as select n as id from generate_series(1, 500) n');
  });
  afterAll(() => server.close());

  const count = () => server.sql('shop', 'select count(*) from users');
  async function planned(kind: ChangeKind, params: object): Promise<Plan> {
    const plan = await kind.plan({ ...params }, ports, { now: 0, key: 'k' });
    if ('refused' in plan) throw new Error(plan.refused);
    return { ...plan, params: { ...params } } as Plan;
  }
  async function carriedOut(kind: ChangeKind, params: object) {
    const done = await kind.execute(await planned(kind, params), ports, { key: 'k', late: false });
    if (done.kind !== 'done') throw new Error(done.kind);
    return done.output;
  }

  test('a dump says where it is and what it must be, and comes back; its undo is what was before', async () => {
    const dump = await carriedOut(postgresDump, DUMP);
    expect(dump).toMatchObject({ tables: 1, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(postgresDump.lines(dump)[0]).toMatch(/^s3:\/\/backups\/shop\/shop-\d+T\d+Z\.dump: .* KiB, 1 tables$/);
    server.sql('shop', 'delete from users where id > 100');
    const params = { database: 'shop', from: dump.address, sha256: dump.sha256, expect: { users: 500 } };
    const plan = await planned(postgresRestore, params);
    expect(count()).toBe('100');
    const back = await carriedOut(postgresRestore, params);
    expect(back).toMatchObject({ database: 'shop', rows: { users: 500 } });
    expect(count()).toBe('500');
    expect(plan.undo?.kind).toBe('postgres.restoreBack');
    await carriedOut(postgresRestoreBack, plan.undo?.params ?? {});
    expect(count()).toBe('100');
  });

  test('too few rows, or another file, change nothing', async () => {
    const dump = await carriedOut(postgresDump, DUMP);
    const params = { database: 'shop', from: dump.address, sha256: dump.sha256 };
    await expect(carriedOut(postgresRestore, { ...params, expect: { users: 101 } })).rejects.toThrow(/has 100 rows/);
    await expect(carriedOut(postgresRestore, { ...params, sha256: '0'.repeat(64) })).rejects.toThrow(/another file/);
    expect(count()).toBe('100');
  });

  test('a server that nobody named is refused in the plan', async () => {
    await expect(planned(postgresDump, { ...DUMP, server: 'orders' })).rejects.toThrow(
      /nobody said where database-backup-orders is/,
    );
  });
});

test.each([
  [{ ...DUMP, to: 's3://backups/shop' }, /end with \//],
  [{ ...DUMP, to: '/tmp/' }, /must be a folder/],
  [{ ...DUMP, database: 'shop; drop' }, /name of a database/],
  [{ ...DUMP, database: '--help' }, /name of a database/],
])('%j is refused', (params, why) => {
  expect(postgresDump.schema.check(params)[0]?.message).toMatch(why);
});
