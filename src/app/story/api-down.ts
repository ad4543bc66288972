/** The story "P1: API Completely Down" of 004_adcb18f331fabb83.txt, played by people who click and type. */

import type { Incident } from '../../domain/incident/model.ts';
import { who as behind } from '../../domain/oncall/targets.ts';
import type { Run } from '../../domain/runbook/model.ts';
import type { Message } from '../../sandbox/slack/model/types.ts';
import { compileFolder } from '../workflows.ts';
import { channelOf, find, textOf } from './look.ts';
import type { Narrator } from './narrator.ts';
import type { Stage } from './stage.ts';

const MINUTE = 60_000;
/** How the story waits for the rollout: the runbook looks again every few seconds of the world's time. */
const LOOK = 15_000;
/** The declaration was committed a moment after it was typed, and its levels count from there. */
const JUST_PAST = 1_000;

export interface Played {
  readonly incident: number;
  readonly run: number;
  readonly declaredAt: number;
  /** The digest as the card showed it to the approver, eight characters. */
  readonly shownDigest: string;
  readonly requester: string;
  readonly approver: string;
}

/** Rings that began since the last look, told once. */
function phones(stage: Stage, tell: Narrator) {
  const told = new Set<string>();
  return () => {
    for (const p of stage.pagerduty.phones()) {
      for (const c of p.calls) {
        const key = `${p.email} ${c.incidentId}`;
        if (told.has(key)) continue;
        told.add(key);
        tell.note(`☎  ${p.name}’s phone rings: ${c.title}`);
      }
    }
  };
}

export async function playApiDown(stage: Stage, tell: Narrator): Promise<Played> {
  const { slack, pagerduty, cluster } = stage;
  const { catalog } = await compileFolder(stage.environment.TOCSIN_WORKFLOWS ?? '');
  if (!catalog) throw new Error('the workflows do not load');
  const rings = phones(stage, tell);
  const [onCall] = behind(catalog, 'oncall:architect', stage.clock.now()).people;
  if (!onCall) throw new Error('nobody is on call');
  // Of the SRE group: one asks for the change, another one approves it.
  const [requester = '', approver = ''] = ['U0ADA', 'U0GRACE', 'U0LINUS'].filter((u) => u !== onCall.slack);
  const incidents = catalog.channels.incidents;
  const { world } = cluster;

  tell.heading('A release goes out');
  tell.note('CI deploys architect-api:v42. It starts, takes over, and crashes.');
  world.deployBad('crash');
  await stage.advance(4 * MINUTE);
  tell.note(`Kubernetes: ${world.serving().length} pods serve; users get errors.`);

  tell.heading('Somebody pulls the alarm');
  tell.begin();
  const declaredAt = stage.clock.now();
  tell.act(requester, 'types in #incidents: /incident declare p1 API down');
  const answer = await slack.as(requester).command(incidents, '/incident', 'declare p1 API down');
  tell.note(`Slack has its answer after ${Math.round(answer.ms)} ms.`);
  tell.sees(requester, find(stage, requester, incidents, 'Declared'), 4);
  await stage.settled();
  rings();
  const [{ id } = { id: 0 }] = await stage.query<{ id: number }>(
    'select id::int as id from incident order by id desc limit 1',
  );
  const channel = channelOf(stage, id);
  tell.sees(approver, find(stage, approver, incidents, `INC-${id}`, 'API down'), 30);
  tell.note(`The incident has its own channel: #${channel}`);

  tell.heading('The one on call answers the phone');
  await stage.advance(2 * MINUTE);
  const ringing = pagerduty.incidents().find((i) => i.incidentKey?.endsWith('oncall:architect'));
  if (!ringing || !onCall.email) throw new Error('the phone of the one on call does not ring');
  await pagerduty.as(onCall.email).acknowledge(ringing.id);
  tell.act(onCall.slack, 'acknowledges on the phone; PagerDuty tells Tocsin');
  await stage.settled();
  tell.sees(approver, find(stage, approver, channel, 'is on it'), 3);

  tell.heading('The runbook');
  await stage.advance(MINUTE);
  const card = find(stage, requester, channel, `INC-${id}`, 'Run');
  if (!card) throw new Error('there is no card in the incident’s channel');
  tell.act(requester, 'presses the runbook’s button on the card');
  await slack.as(requester).click(card, 'incident.run', 'API completely down');
  await stage.settled();
  tell.sees(requester, find(stage, requester, channel, 'How should we recover?'), 40);

  tell.heading('Nobody dares yet: the escalation goes on');
  await stage.advance(15 * MINUTE + JUST_PAST - tell.since());
  rings();
  tell.sees(approver, find(stage, approver, channel, 'Level 3'), 4);
  await stage.advance(30 * MINUTE + JUST_PAST - tell.since());
  rings();
  tell.sees(approver, find(stage, approver, channel, 'Outage declared'), 4);
  if (catalog.channels.customers)
    tell.sees('U0VIEWER', find(stage, 'U0VIEWER', catalog.channels.customers, 'INCIDENT ALERT'), 20);

  tell.heading('The rollback: planned, approved by a second person, executed');
  const choices = find(stage, requester, channel, 'How should we recover?');
  if (!choices) throw new Error('the run asks nothing');
  tell.act(requester, 'chooses: Roll back the deployment');
  await slack.as(requester).click(choices, 'Roll back the deployment');
  await stage.settled();
  const approval = find(stage, approver, channel, 'Approval needed');
  tell.sees(approver, approval, 30);
  if (!approval) throw new Error('nobody is asked for approval');
  tell.act(requester, 'presses Approve on the own request');
  await slack.as(requester).click(approval, 'Approve');
  const refusal = (m: Message) => m.onlyFor === requester && textOf(m).includes('You asked for this');
  tell.sees(requester, await slack.as(requester).waitFor(refusal, { channel }), 4);
  tell.act(approver, 'presses Approve');
  await slack.as(approver).click(approval, 'Approve');
  await stage.settled();

  const [{ run } = { run: 0 }] = await stage.query<{ run: number }>(
    'select id::int as run from run order by id desc limit 1',
  );
  const state = async () => (await stage.query<{ state: Run }>('select state from run where id = $1', [run]))[0]?.state;
  const shown = /plan[^0-9a-f]*([0-9a-f]{8})/.exec(JSON.stringify(approval.blocks).replaceAll('\\', ''))?.[1] ?? '';
  tell.heading('It heals, and that is verified');
  for (let waited = 0; (await state())?.status !== 'done'; waited += LOOK) {
    const now = await state();
    if (now?.status === 'failed' || now?.status === 'aborted' || waited > 15 * MINUTE) {
      throw new Error(`the run is ${now?.status}: ${now?.failure ?? 'it does not end'}`);
    }
    await stage.advance(LOOK);
  }
  tell.note(`Kubernetes: ${world.serving().length} pods serve.`);
  tell.sees(approver, find(stage, approver, channel, `R-${run}`, 'took'), 40);

  tell.heading('Word goes out, and it is over');
  tell.act(requester, 'types: /incident update v42 is rolled back, error rate is back to normal');
  await slack.as(requester).command(channel, '/incident', 'update v42 is rolled back, error rate is back to normal');
  await stage.settled();
  tell.sees(approver, find(stage, approver, channel, 'v42 is rolled back'), 20);
  tell.act(requester, 'types: /incident resolve bad release v42, rolled back');
  await slack.as(requester).command(channel, '/incident', 'resolve bad release v42, rolled back');
  await stage.settled();
  tell.sees(approver, find(stage, approver, incidents, `INC-${id}`, 'Resolved'), 20);
  await slack.as(requester).command(channel, '/incident', 'timeline');
  tell.sees(requester, find(stage, requester, channel, 'Timeline'), 60);
  return { incident: id, run, declaredAt, shownDigest: shown, requester, approver };
}

export const incidentState = async (stage: Stage, id: number) =>
  (await stage.query<{ state: Incident }>('select state from incident where id = $1', [id]))[0]?.state;
