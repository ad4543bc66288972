/** The simulated vendors without a bot in them, as a rig: for what only watches the world. */
import { startClusterSim } from '../../src/sandbox/cluster-sim.ts';
import type { Rig } from '../../src/sandbox/control/rig.ts';
import type { ProcessRow } from '../../src/sandbox/control/wire.ts';
import { Faults } from '../../src/sandbox/http/faults.ts';
import { Ledger } from '../../src/sandbox/http/ledger.ts';
import { WorldClock } from '../../src/sandbox/http/world-clock.ts';
import { startPagerDutySim } from '../../src/sandbox/pagerduty/pagerduty-sim.ts';
import { startSlackSim } from '../../src/sandbox/slack/start.ts';

export async function openEmptyWorld(): Promise<Rig> {
  const clock = new WorldClock();
  const ledger = new Ledger(() => clock.now());
  const base = { clock, ledger, faults: new Faults() };
  const cluster = await startClusterSim(base);
  const slack = await startSlackSim({ ...base, signingSecret: 'a-secret-of-this-test', botToken: 'xoxb-test' });
  const pagerduty = await startPagerDutySim({ ...base, routingKeys: {}, token: 'a-token-of-this-test' });
  const { people, channels } = slack.workspace;
  people.add({ id: 'U0ADA', name: 'ada', realName: 'Ada Lovelace', email: 'ada@example.com' });
  people.add({ id: 'U0GRACE', name: 'grace', realName: 'Grace Hopper', email: 'grace@example.com' });
  people.addGroup({ id: 'S0SRE', handle: 'sre', users: ['U0ADA', 'U0GRACE'] });
  channels.add({ name: 'incidents', members: ['U0ADA', 'U0GRACE', slack.workspace.app.botUserId] });
  const processes: ProcessRow[] = [{ name: 'worker 1', state: 'running', restarts: 0 }];
  return {
    ...base,
    cluster,
    slack,
    pagerduty,
    cast: [
      { id: 'U0ADA', title: 'On-call engineer', note: '' },
      { id: 'U0GRACE', title: 'SRE', note: '' },
    ],
    commands: [],
    severities: [],
    incidentsChannel: 'incidents',
    backend: 'postgres',
    processes: () => processes,
    kill() {
      processes[0] = { name: 'worker 1', state: 'running', restarts: 1 };
    },
    flushQueue: async () => 0,
    record: async () => ({ inputs: 0, timeline: 0, done: 0, due: 0, inHand: 0, later: 0 }),
    next: async () => undefined,
    speed: 1,
    jumping: false,
    run: async () => {},
    advance: async (ms) => clock.advance(ms),
    settled: async () => {},
    onChange: () => () => {},
    async close() {
      await slack.close();
      await pagerduty.close();
      await cluster.close();
    },
  };
}
