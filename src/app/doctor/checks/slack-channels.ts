/** The channels that cards go to are there, open, and within the bot's reach. */
import { channelStates } from '../../../adapters/slack/slack-installation.ts';
import type { Catalog, Channels } from '../../../domain/catalog/model.ts';
import type { Check } from '../check.ts';
import { ok, problem, type Verdict } from '../finding.ts';
import { scoped } from './scoped.ts';

/** Each channel with where it is named. */
function namedIn({ channels, services, cadence }: Catalog): ReadonlyMap<string, readonly string[]> {
  const all = new Map<string, string[]>();
  const add = (name: string | undefined, where: string) => {
    if (name !== undefined) all.set(name, [...(all.get(name) ?? []), where]);
  };
  const each = (named: Partial<Channels>, file: string) => {
    for (const [key, name] of Object.entries(named)) add(name, `channels.${key} in ${file}`);
  };
  each(channels, 'org/settings.yaml');
  for (const s of services) each(s.channels, `${s.name}/service.yaml`);
  for (const task of cadence) {
    const file = `${task.service}/cadence.yaml`;
    if (!all.get(task.channel)?.includes(file)) add(task.channel, file);
  }
  return all;
}

export const slackChannels: Check = {
  id: 'slack.channels',
  section: 'Slack',
  title: 'The channels that the workflows name can be posted in',
  remedy: 'look whether the channels under channels: in org/settings.yaml exist, are public and are not archived',
  async run({ slack, catalog }) {
    const wanted = namedIn(await catalog.known());
    const { api } = await slack.known();
    const states = await scoped(channelStates(api, [...wanted.keys()]));
    const verdicts = [...wanted].flatMap(([name, places]): Verdict[] => {
      const state = states.get(name);
      const where = places.join(', ');
      if (!state) {
        return [
          problem(
            `there is no public channel #${name} (${where})`,
            `create #${name} in Slack as a public channel, or write the name of yours there: ${where}`,
          ),
        ];
      }
      if (!state.archived) return [];
      return [
        problem(
          `#${name} (${where}) is archived: nobody can post there, and the bot cannot join it`,
          `unarchive #${name} in Slack (channel → Settings → Unarchive), or name another channel: ${where}`,
        ),
      ];
    });
    if (verdicts.length > 0) return verdicts;
    const told = [...wanted.keys()].map(
      (name) => `#${name}${states.get(name)?.member ? '' : ' (the bot joins when it posts)'}`,
    );
    return ok(told.join(', '));
  },
};
