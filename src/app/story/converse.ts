/** The sandbox by hand: a prompt at which one is a person of the simulated workspace. */
import { createInterface } from 'node:readline';
import { formatDuration, parseDuration } from '../../lib/duration.ts';
import { renderText } from '../../sandbox/slack/show/render-text.ts';
import { untilTold } from '../until-told.ts';
import type { Stage } from './stage.ts';

const HELP = `
  /incident declare p1 API down   type a command in the current channel
  @tocsin ack                     or any other message
  look                            what you see here: the newest messages, [buttons] in brackets
  click <text on the button>      press it, in the newest message that has it
  as <name>                       be somebody else
  in <channel>                    go to another channel
  people, channels, phones        who there is, where you can go, whose phone rings
  break, heal                     deploy a release that crashes; deploy a good one
  pass 5m                         let time pass, for the world and the bot
  help, quit`;

function reach(stage: Stage): string {
  const e = stage.environment;
  return `
The sandbox runs. Everything is on this machine and gone when it stops.
  Slack Web API     ${e.SLACK_API_URL}   (token ${e.SLACK_BOT_TOKEN})
  PagerDuty         ${e.PAGERDUTY_EVENTS_URL}
  Kubernetes        kubectl --kubeconfig ${stage.kubeconfig} -n architect-production get pods
  Prometheus        ${e.PROMETHEUS_URL}/api/v1/query?query=up
  The service       ${stage.cluster.service.healthUrl}
  Workflows         ${e.TOCSIN_WORKFLOWS}   (edit them: they are read again)
Type at the prompt:${HELP}
`;
}

export async function converse(stage: Stage, print: (line: string) => void): Promise<number> {
  const { slack, pagerduty, cluster } = stage;
  const { workspace } = slack;
  let me = 'U0ADA';
  let place = 'incidents';
  print(reach(stage));
  const look = () => {
    for (const m of slack
      .as(me)
      .seen(place)
      .filter((m) => !m.subtype)
      .slice(-6)) {
      const who = workspace.people.get(m.user)?.name ?? m.user;
      const only = m.onlyFor ? ' (only you see this)' : '';
      print(
        `${who}${m.threadTs && m.threadTs !== m.ts ? ' ↳' : ''}${only}\n${renderText(m, workspace).replace(/^/gm, '  │ ')}`,
      );
    }
  };
  const verbs: Record<string, (rest: string) => Promise<void> | void> = {
    help: () => print(HELP),
    look,
    as(name) {
      const person = workspace.people.all().find((p) => p.name === name);
      if (!person) throw new Error(`nobody is called ${name}; see: people`);
      me = person.id;
    },
    in(name) {
      const channel = workspace.channels.all().find((c) => c.name === name.replace(/^#/, ''));
      if (!channel) throw new Error(`there is no channel ${name}; see: channels`);
      place = channel.name;
    },
    people: () =>
      print(
        workspace.people
          .all()
          .filter((p) => !p.isBot)
          .map((p) => `  ${p.name}  ${p.realName}`)
          .join('\n'),
      ),
    channels: () =>
      print(
        workspace.channels
          .all()
          .map((c) => `  #${c.name}`)
          .join('\n'),
      ),
    phones: () =>
      print(
        pagerduty
          .phones()
          .filter((p) => p.ringing.length > 0)
          .map((p) => `  ☎ ${p.name}`)
          .join('\n') || '  No phone rings.',
      ),
    async click(text) {
      const message = slack
        .as(me)
        .seen(place)
        .filter((m) => JSON.stringify(m.blocks).includes(text))
        .at(-1);
      if (!message) throw new Error(`you see no message with ${text} here; see: look`);
      await slack.as(me).click(message, text);
    },
    break: () => cluster.world.deployBad('crash'),
    heal: () => cluster.world.deploy('registry.example.com/architect-api:v41', 'back to v41', 'good'),
    async pass(text) {
      const ms = parseDuration(text);
      if (ms === undefined) throw new Error('how long? for example: pass 5m');
      await stage.advance(ms);
      print(`  ${formatDuration(ms)} later.`);
    },
  };
  const obey = async (line: string) => {
    const [word = '', ...others] = line.split(' ');
    const rest = others.join(' ').trim();
    const verb = Object.hasOwn(verbs, word) ? verbs[word] : undefined;
    if (verb) await verb(rest);
    else if (word.startsWith('/')) {
      await slack.as(me).command(place, word, rest);
      look();
    } else await slack.as(me).say(place, line);
    await stage.settled();
  };
  const input = createInterface({ input: process.stdin, output: process.stdout, terminal: process.stdin.isTTY });
  const ask = () => {
    input.setPrompt(`${workspace.people.get(me)?.name} in #${place}> `);
    input.prompt();
  };
  const typed = new Promise<void>((resolve) => {
    let busy: Promise<void> = Promise.resolve();
    input.on('line', (line) => {
      const text = line.trim();
      // What was typed before is done first.
      if (text === 'quit' || text === 'exit') {
        void busy.then(() => resolve());
        return;
      }
      busy = busy
        .then(() => (text ? obey(text) : undefined))
        .catch((e: unknown) => print(`  ${e instanceof Error ? e.message : String(e)}`))
        .then(ask);
    });
    // Without a terminal (a service, a pipe that ended) it runs until it is told to stop.
    if (process.stdin.isTTY) input.on('close', () => resolve());
  });
  ask();
  await Promise.race([typed, untilTold()]);
  input.close();
  return 0;
}
