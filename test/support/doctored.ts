/** A healthy installation for `doctor` to look at: the simulated world, a durable PostgreSQL, and what goes wrong in it. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { readEnvironment } from '../../src/app/config/environment.ts';
import type { Finding } from '../../src/app/doctor/finding.ts';
import { doctor } from '../../src/app/roles/doctor.ts';
import { openStage, type Stage } from '../../src/app/story/stage.ts';
import { copyWorkflows } from '../../src/app/story/workflows-copy.ts';
import { startEmbedded } from '../../src/db/embedded/embedded-postgres.ts';
import { migrate } from '../../src/db/migrate.ts';
import { botScopes } from '../../src/inbound/slack/manifest.ts';

export interface Doctored {
  readonly stage: Stage;
  readonly workflows: string;
  readonly environment: Readonly<Record<string, string>>;
  /** As the owner of the database. */
  sql(text: string): Promise<void>;
  /** With more patience than people have, unless told: a busy machine is not amiss. */
  examine(environment?: Readonly<Record<string, string | undefined>>, patience?: number): Promise<Examined>;
  close(): Promise<void>;
}

/** A port that nobody listens on. */
export function closedPort(): Promise<number> {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

export interface Examined {
  readonly code: number;
  readonly findings: readonly Finding[];
  /** Everything that is not well. */
  readonly amiss: readonly Finding[];
  readonly printed: string;
}

export async function openDoctored(): Promise<Doctored> {
  const dir = await mkdtemp(join(tmpdir(), 'tocsin-doctor-'));
  await chmod(dir, 0o711);
  // Durable: the database of the other tests is not, and doctor would say so.
  const server = await startEmbedded({ dir: join(dir, 'pg') });
  await migrate(server.url);
  const owner = new pg.Client({ connectionString: server.url });
  await owner.connect();
  const stage = await openStage({ dir, databaseUrl: server.url, without: 'bot' });
  stage.slack.setScopes([...botScopes.keys()]);
  stage.pagerduty.setWebhook('https://tocsin.example.com/pagerduty/webhook', 'sandbox-webhook-secret');
  const { environment } = stage;
  const workflows = environment.TOCSIN_WORKFLOWS ?? '';
  // One service is enough to be well or not; what else ships would add what it misses on this machine.
  await rm(workflows, { recursive: true });
  await copyWorkflows(join(import.meta.dirname, 'workflows'), workflows, {
    healthUrl: stage.cluster.service.healthUrl,
  });
  return {
    stage,
    environment,
    workflows,
    async sql(text) {
      await owner.query(text);
    },
    async examine(given = environment, patience = 30_000) {
      const out: string[] = [];
      const code = await doctor({
        json: true,
        print: (text) => out.push(text),
        read: readEnvironment({ ...given }),
        patience,
      });
      const { findings } = JSON.parse(out.join('\n')) as { findings: readonly Finding[] };
      const amiss = findings.filter((f) => f.status === 'problem' || f.status === 'warning');
      return { code, findings, amiss, printed: out.join('\n') };
    },
    async close() {
      await owner.end();
      await stage.close();
      await server.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
