/** SQL is checked against the schema: every declared statement is prepared on a migrated database, as the application role. */
import { statements } from '../../src/db/statement.ts';
import '../../src/app/health.ts';
import '../../src/domain/incident/store.ts';
import '../../src/domain/runbook/store.ts';
import '../../src/engine/engine.ts';
import '../../src/engine/timeline-store.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createDatabase();
});
afterAll(() => db.drop());

test('names are unique and every statement prepares', async () => {
  expect(statements.length).toBeGreaterThan(10);
  expect(new Set(statements.map((s) => s.name)).size).toBe(statements.length);
  for (const s of statements) {
    const prepared = db.query(`begin; set local role tocsin_app; prepare check_${s.name} as ${s.text}; rollback`);
    await expect(prepared.then(() => s.name)).resolves.toBe(s.name);
  }
});
