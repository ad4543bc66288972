/** The channels that cards go to are there, open, and within the bot's reach. */
import { channelStates } from '../../../adapters/slack/slack-installation.ts';
import type { Check } from '../check.ts';
import { ok, problem, type Verdict } from '../finding.ts';
import { scoped } from './scoped.ts';

export const slackChannels: Check = {
  id: 'slack.channels',
  section: 'Slack',
  title: 'The channels of org/settings.yaml can be posted in',
  remedy: 'look whether the channels under channels: in org/settings.yaml exist, are public and are not archived',
  async run({ slack, catalog }) {
    const { channels } = await catalog.known();
    const { api } = await slack.known();
    const wanted = Object.entries(channels).flatMap(([key, name]) => (name ? [{ key, name }] : []));
    const states = await scoped(
      channelStates(
        api,
        wanted.map((w) => w.name),
      ),
    );
    const verdicts = wanted.flatMap(({ key, name }): Verdict[] => {
      const state = states.get(name);
      if (!state) {
        return [
          problem(
            `there is no public channel #${name} (channels.${key})`,
            `create #${name} in Slack as a public channel, or write the name of yours into org/settings.yaml, channels.${key}`,
          ),
        ];
      }
      if (!state.archived) return [];
      return [
        problem(
          `#${name} (channels.${key}) is archived: nobody can post there, and the bot cannot join it`,
          `unarchive #${name} in Slack (channel → Settings → Unarchive), or name another channel in org/settings.yaml, channels.${key}`,
        ),
      ];
    });
    if (verdicts.length > 0) return verdicts;
    const told = wanted.map(
      ({ name }) => `#${name}${states.get(name)?.member ? '' : ' (the bot joins when it starts)'}`,
    );
    return ok(told.join(', '));
  },
};
