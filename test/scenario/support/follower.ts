/** Somebody who has never seen Tocsin: does what the guide points at, as the page would let them, and nothing else. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRig } from '../../../src/app/sandbox/rig.ts';
import type { Rig } from '../../../src/sandbox/control/rig.ts';
import type { GuideSection, Pointer } from '../../../src/sandbox/control/wire.ts';
import { createGuide, type Guide } from '../../../src/sandbox/guide/guide.ts';
import { controlsOf } from '../../../src/sandbox/slack/blocks/form.ts';
import { textOf } from '../../../src/sandbox/slack/json.ts';
import { until } from '../../../src/sandbox/slack/person/wait.ts';
import { renderText } from '../../../src/sandbox/slack/show/render-text.ts';
import { createDatabase } from '../../support/database.ts';

export type Playing = NonNullable<GuideSection['playing']>;

export interface Follower {
  readonly rig: Rig;
  readonly guide: Guide;
  /** Everything the guide pointed at, by the step it was for. */
  readonly pointed: Map<string, Set<Pointer['target']['kind']>>;
  /** What was explained, in order. */
  readonly explained: string[];
  now(): Playing;
  begin(story: string): Promise<void>;
  /** Turns a switch of the fault panel over, or does its stroke. */
  fault(id: string): void;
  /** Follows the guide to its end, or until this holds. */
  follow(enough?: (p: Playing) => boolean): Promise<Playing>;
  /** Waits until what the guide says fits. */
  sees(fits: (p: Playing) => boolean): Promise<Playing>;
  close(): Promise<void>;
}

const MOST_MOVES = 150;
/** Messages shown when a wait ends without what it waited for. */
const LAST = 12;
/** A channel takes one message a second, and the machine may do other things too. Milliseconds. */
const PATIENCE = 60_000;

export async function openFollower(): Promise<Follower> {
  const dir = mkdtempSync(join(tmpdir(), 'tocsin-guide-'));
  const database = await createDatabase();
  const rig = await openRig({
    dir,
    databaseUrl: database.url,
    deployment: 'guide',
    tell: () => {},
    closed: () => database.drop(),
  });
  const guide = createGuide(rig);
  const pointed: Follower['pointed'] = new Map();
  const explained: string[] = [];
  const standing = new Map<string, { remove(): void }>();

  const now = (): Playing => {
    guide.look();
    const { playing } = guide.section();
    if (!playing) throw new Error('no story is played');
    const { title } = playing.steps.find((s) => s.state === 'now') ?? { title: 'the end' };
    if (playing.point) pointed.set(title, (pointed.get(title) ?? new Set()).add(playing.point.target.kind));
    if (playing.happened && explained.at(-1) !== playing.happened) explained.push(playing.happened);
    return playing;
  };

  /** Every change the page would hear of. */
  const onChange = (f: () => void): (() => void) => {
    const stops = [
      rig.onChange(f),
      rig.slack.workspace.messages.onChange(f),
      rig.ledger.onWrite(() => setImmediate(f)),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  };

  const told = () => {
    const w = rig.slack.workspace;
    const last = w.messages
      .all()
      .slice(-LAST)
      .map((m) => renderText(m, w));
    const processes = rig.processes().map((p) => `${p.name} ${p.state}`);
    return [`The guide: ${JSON.stringify(now())}`, `The processes: ${processes.join(', ')}`, ...last].join('\n--\n');
  };
  const sees: Follower['sees'] = (fits) => until(() => [now()].find(fits), onChange, told, { withinMs: PATIENCE });

  const press = async (as: string, channel: string, ts: string, label: string) => {
    const message = rig.slack.workspace.messages.get(channel, ts);
    if (!message) throw new Error(`the guide points at a message that is not there: ${label}`);
    const control = controlsOf(message.blocks).find(({ element }) =>
      (textOf(element.text) || textOf(element.placeholder)).includes(label),
    );
    if (!control) throw new Error(`the guide points at “${label}”, which is not on: ${JSON.stringify(message.blocks)}`);
    const { element } = control;
    const [first] = Array.isArray(element.options) ? element.options : [];
    const choice = element.type === 'button' ? undefined : textOf(first?.text);
    await rig.slack.as(as).click(message, String(element.action_id), choice);
  };

  const set = (id: string) => {
    if (id === 'kill-worker') return rig.kill('worker 1');
    const on = standing.get(id);
    on?.remove();
    if (on) standing.delete(id);
    else {
      const fault = { kind: 'status', status: 503 } as const;
      standing.set(id, rig.faults.add({ server: 'pagerduty', match: /./, fault, times: Number.MAX_SAFE_INTEGER }));
    }
  };

  const act = async (point: Pointer): Promise<'done' | 'wait'> => {
    const { as = '', channel = '', target } = point;
    switch (target.kind) {
      case 'composer': {
        const [command = '', ...words] = target.text.split(' ');
        await rig.slack.as(as).command(channel, command, words.join(' '));
        return 'wait';
      }
      case 'button':
        await press(as, channel, target.ts, target.label);
        return 'wait';
      case 'phone': {
        const phone = rig.pagerduty.phones().find((p) => p.email === target.email);
        const [call] = phone?.ringing ?? [];
        if (!call) throw new Error(`the phone of ${target.email} does not ring`);
        await rig.pagerduty.as(target.email).acknowledge(call.incidentId);
        return 'wait';
      }
      case 'fault':
        set(target.id);
        return 'wait';
      case 'clock':
        await rig.advance(target.ms);
        await rig.settled();
        return 'done';
      case 'offer':
        await guide.act({ do: 'offer', offer: target.id });
        await rig.settled();
        return 'done';
      case 'modal':
      case 'wait':
        return 'wait';
    }
  };

  return {
    rig,
    guide,
    pointed,
    explained,
    now,
    sees,
    fault: set,
    begin: (story) => guide.act({ do: 'begin', story }),
    async follow(enough = () => false) {
      for (let moves = 0; moves < MOST_MOVES; moves++) {
        const p = now();
        if (p.finished || enough(p)) return p;
        if (!p.point) throw new Error(`the guide points at nothing: ${p.say}`);
        const before = JSON.stringify(p);
        if ((await act(p.point)) === 'wait') await sees((next) => JSON.stringify(next) !== before);
      }
      throw new Error(`the story does not end: ${JSON.stringify(now(), undefined, 2)}`);
    },
    async close() {
      await rig.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
