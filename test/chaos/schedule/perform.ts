/** Does what a person does in a schedule. */
import type { Message } from '../../../src/sandbox/slack/model/types.ts';
import { words } from '../../support/read-view.ts';
import type { Client } from '../client.ts';
import { ringDue } from '../quiet.ts';
import { buttons, row } from '../until.ts';
import type { World } from '../world.ts';
import type { Act } from './schedule.ts';

/** Numbers of the schedule's incidents, once declared. */
export type Known = Map<number, number>;

/** A card that does not come within this many looks may never: the incident is over, or the run. */
const LOOKS = 120;
const LOOK = 20;

async function found(w: World, incident: number, button: string): Promise<Message | undefined> {
  for (let n = 1; n <= LOOKS; n++) {
    const channel = w.stage.slack.workspace.channels.all().find((c) => c.name.startsWith(`inc-${incident}-`));
    const message = channel
      ? w.stage.slack.workspace.messages
          .of(channel.id)
          .filter((m) => buttons(m).includes(button) && words(m).includes(`INC-${incident}`))
          .at(-1)
      : undefined;
    if (message) return message;
    if (n % 20 === 0) {
      await w.warp(1_000).catch(() => {});
      await ringDue(w).catch(() => {});
    }
    await new Promise((r) => setTimeout(r, LOOK));
  }
  return undefined;
}

export async function perform(w: World, people: Client, known: Known, act: Act): Promise<void> {
  if (act.do === 'declare') {
    const { key } = await people.command(act.by, 'incidents', `declare ${act.severity} ${act.title} --separate`);
    const { id } = await row<{ id: number }>(w, 'the incident', 'select ref_id::int as id from inbox where key = $1', [
      key,
    ]);
    known.set(act.incident, id);
    return;
  }
  const incident = known.get(act.incident);
  if (incident === undefined) return;
  switch (act.do) {
    case 'command': {
      const [verb, ...rest] = act.text.split(' ');
      const text = [verb, `INC-${incident}`, ...rest].join(' ');
      await (act.once ? people.tryOnce(act.by, 'incidents', text) : people.command(act.by, 'incidents', text));
      return;
    }
    case 'phone': {
      const alert = w.stage.pagerduty
        .alerts()
        .findLast((a) => a.dedupKey.includes(`:INC-${incident}:`) && a.dedupKey.endsWith(`:${act.target}`));
      const [person] = w.stage.pagerduty.incidents().find((i) => i.id === alert?.incidentId)?.assignees ?? [];
      if (alert && person) await w.stage.pagerduty.as(person.email)[act.presses](alert.incidentId);
      return;
    }
    case 'run':
      await people.command(act.by, 'incidents', `run INC-${incident} api-completely-down`);
      return;
    case 'choose':
    case 'approve': {
      const button = act.do === 'choose' ? act.option : act.button;
      const message = await found(w, incident, button);
      if (message) await people.click(act.by, message, button);
    }
  }
}
