/** An incident whose runbook waits for the approval of a rollback: where every test of approvals begins. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { channelOf } from '../../../src/app/story/look.ts';
import { openStage, type Stage } from '../../../src/app/story/stage.ts';
import type { Run } from '../../../src/domain/runbook/model.ts';
import type { LedgerEntry } from '../../../src/sandbox/http/ledger.ts';
import type { Message } from '../../../src/sandbox/slack/model/types.ts';
import { createDatabase } from '../../support/database.ts';
import { controls, nowOf, posted, read, toldIn } from './screen.ts';

export const MINUTE = 60_000;
/** A channel takes one message a second, on a machine that may be busy. Milliseconds. */
const PATIENCE = 90_000;
/** Asks for the change. */
export const ASKER = 'U0ADA';
/** Both are in the group sre, as the asker is. */
export const APPROVER = 'U0GRACE';
export const SECOND = 'U0LINUS';
export const SRE = [ASKER, APPROVER, SECOND, 'U0DEVOPSLEAD'];

export async function openTestStage(mode: 'http' | 'socket' = 'http'): Promise<Stage> {
  const dir = mkdtempSync(join(tmpdir(), 'tocsin-scenario-'));
  const database = await createDatabase();
  const stage = await openStage({ dir, databaseUrl: database.url, mode, logLevel: 'silent', ackTimeoutMs: PATIENCE });
  return {
    ...stage,
    async close() {
      await stage.close();
      await database.drop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

const soon = () => new Promise((r) => setTimeout(r, 10));

/** Waits until nothing is left to do but to tell it: channels take one message a second, and most tests need none of them. */
export async function acted(stage: Stage): Promise<void> {
  for (let quiet = 0; quiet < 2; ) {
    const [row] = await stage.query<{ n: number }>(
      `select count(*)::int as n from effect
        where kind not like 'chat.%' and (status = 'leased' or (status = 'ready' and due_at <= app_now()))`,
    );
    quiet = row?.n === 0 ? quiet + 1 : 0;
    await soon();
  }
}

export interface Asked {
  readonly incident: number;
  readonly run: number;
  readonly channel: string;
  /** The approval card as the approver sees it, with its buttons. */
  readonly card: Message;
  /** What `id` on its buttons is. */
  readonly approval: string;
  /** Presses a button on the approval card, waits for what follows, and returns what this person alone is told. */
  press(who: string, button: 'Approve' | 'Reject', on?: Message): Promise<string>;
  /** The card, brought up to date. */
  cardNow(): Promise<Message>;
  state(): Promise<Run>;
  /** Requests that would change the cluster, also refused ones, since the approval was asked for. */
  tried(): readonly string[];
  /** Those that were not refused: somebody who was faster, if only with a pod's status, makes the worker look and try again. */
  changes(): readonly string[];
}

/** A bad release is out, all of it, and nothing serves. Nothing to do when that is so already. */
export async function breakTheService(stage: Stage): Promise<void> {
  const { world } = stage.cluster;
  if (world.deployment()?.spec.template.spec.containers[0]?.image.endsWith(':v42')) return;
  world.deployBad('crash');
  await stage.advance(4 * MINUTE);
}

export async function declared(stage: Stage, text: string, by = ASKER): Promise<{ incident: number; channel: string }> {
  await stage.slack.as(by).command('incidents', '/incident', `declare ${text}`);
  await stage.settled();
  const [row] = await stage.query<{ id: number }>('select max(id)::int as id from incident');
  const incident = row?.id ?? 0;
  if (incident === 0) throw new Error(`nothing was declared: ${toldIn(stage, 'incidents', by)}`);
  return { incident, channel: channelOf(stage, incident) };
}

const asks = (m: Message) => controls(m).includes('2 · Roll back the deployment');

/** The run's card once it asks how to go on. */
export async function runIsAsking(stage: Stage, channel: string): Promise<Message> {
  await stage.slack.as(ASKER).command(channel, '/incident', 'run api-completely-down');
  return stage.slack.as(ASKER).waitFor(asks, { channel, withinMs: PATIENCE });
}

/** In a new incident, or in one that stands: opening another one costs seconds of Slack's patience. */
export async function askedToApprove(stage: Stage, within?: Pick<Asked, 'incident' | 'channel'>): Promise<Asked> {
  const { incident, channel } = within ?? (await declared(stage, 'p1 API down --separate'));
  const choices = await runIsAsking(stage, channel);
  const { world } = stage.cluster;
  const before = { tried: world.mutations().length, changed: world.changes().length };
  await stage.slack.as(ASKER).click(choices, 'Roll back the deployment');
  const [row] = await stage.query<{ id: number }>('select max(id)::int as id from run');
  return asked(stage, { incident, channel, run: row?.id ?? 0, before });
}

const line = (e: LedgerEntry) => `${e.method} ${e.path} ${e.status}`;

async function asked(
  stage: Stage,
  o: { incident: number; channel: string; run: number; before: { tried: number; changed: number } },
): Promise<Asked> {
  const { incident, channel, run, before } = o;
  const fits = (m: Message) => controls(m).includes('Approve') && read(m).includes(`R-${run} `);
  const card = await stage.slack.as(APPROVER).waitFor(fits, { channel, withinMs: PATIENCE });
  const state = async () => {
    const [row] = await stage.query<{ state: Run }>('select state from run where id = $1', [run]);
    if (!row) throw new Error(`there is no run ${run}`);
    return row.state;
  };
  // Where the card stands is written down a moment after it stands there.
  while (!Object.values((await state()).steps).some((s) => s.approval?.card)) await soon();
  return {
    incident,
    run,
    channel,
    card,
    approval: approvalOn(card),
    async press(who, button, on = card) {
      await stage.slack.as(who).click(on, button);
      await acted(stage);
      return toldIn(stage, channel, who);
    },
    async cardNow() {
      await stage.settled();
      return nowOf(stage, card);
    },
    state,
    tried: () => stage.cluster.world.mutations().slice(before.tried).map(line),
    changes: () => stage.cluster.world.changes().slice(before.changed).map(line),
  };
}

export function approvalOn(card: Message): string {
  const value = /"(\d+\.[0-9a-f]{16})"/.exec(JSON.stringify(card.blocks))?.[1];
  if (!value) throw new Error(`no approval on this card: ${read(card)}`);
  return value;
}

/** The card of a newer plan of the same run. */
export function newestCard(stage: Stage, a: Asked): Promise<Message> {
  const newer = (m: Message) =>
    m.ts !== a.card.ts && controls(m).includes('Approve') && read(m).includes(`R-${a.run} `);
  return stage.slack.as(APPROVER).waitFor(newer, { channel: a.channel, withinMs: PATIENCE });
}

/** Ends the run, and with it its hold on the deployment. */
export async function abort(stage: Stage, a: Pick<Asked, 'channel'>): Promise<void> {
  for (const card of posted(stage, a.channel).filter((m) => controls(m).includes('Abort…'))) {
    await stage.slack.as(ASKER).click(card, 'Abort…');
  }
  await acted(stage);
}
