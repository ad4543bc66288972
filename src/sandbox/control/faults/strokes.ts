/** Misfortunes that happen once, at the press. */
import { Problem } from '../problem.ts';
import type { Rig } from '../rig.ts';
import type { Stroke } from './misfortune.ts';

function killOne(rig: Rig, what: string, isIt: (name: string) => boolean): string {
  const running = rig.processes().filter((p) => p.state === 'running' && isIt(p.name));
  // Not always the same one: whichever was killed least.
  const [victim] = [...running].sort((a, b) => a.restarts - b.restarts);
  if (!victim) throw new Problem(409, `No ${what} runs just now. Wait a moment: it is started again by itself.`);
  rig.kill(victim.name);
  return victim.pid === undefined ? `Killed ${victim.name}` : `Killed ${victim.name} (pid ${victim.pid})`;
}

export const strokes: readonly Stroke[] = [
  {
    id: 'kill-worker',
    title: 'Kill a worker',
    explains:
      'A worker process gets SIGKILL, for real, in the middle of what it does. The other one takes its work over within seconds; the dead one is started again. Nothing is done twice and nothing is left out.',
    kind: 'stroke',
    strike: (rig) => killOne(rig, 'worker', (name) => name.startsWith('worker')),
  },
  {
    id: 'kill-bot',
    title: 'Kill the bot',
    explains:
      'The process that hears Slack gets SIGKILL. What it had answered stands in the record; what it had not, Slack says did not work. Escalation goes on: the workers do that.',
    kind: 'stroke',
    strike: (rig) => killOne(rig, 'bot', (name) => name === 'bot'),
  },
  {
    id: 'flush-queue',
    title: 'Flush the queue',
    explains:
      'Everything in the queue that rings the workers is deleted. The record holds what is to be done; within a second it rings again.',
    kind: 'stroke',
    async strike(rig) {
      const n = await rig.flushQueue();
      return n === 1 ? 'Deleted 1 entry of the queue' : `Deleted ${n} entries of the queue`;
    },
  },
  {
    id: 'duplicate-delivery',
    title: 'Slack delivers the next thing twice',
    explains:
      'The next command, click or message reaches the bot twice, byte for byte the same. It happens once: the second is answered as the first was.',
    kind: 'stroke',
    strike(rig) {
      rig.slack.courier.duplicateNext(1);
      return 'The next command, click or message arrives twice';
    },
  },
  {
    id: 'duplicate-webhook',
    title: 'PagerDuty tells the next thing twice',
    explains: 'The next webhook of PagerDuty arrives twice with the same id, as a retry would. It counts once.',
    kind: 'stroke',
    strike(rig) {
      rig.pagerduty.webhooks.duplicate(1);
      return 'The next webhook arrives twice';
    },
  },
];
