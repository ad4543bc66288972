/** The bot token is accepted, and belongs to the app we think of. */
import { BOT_NAME } from '../../../inbound/slack/manifest.ts';
import type { Check } from '../check.ts';
import { ok, warning } from '../finding.ts';

export const slackToken: Check = {
  id: 'slack.token',
  section: 'Slack',
  title: 'The bot token is accepted',
  remedy:
    'copy the Bot User OAuth Token (xoxb-…) from https://api.slack.com/apps → your app → OAuth & Permissions into SLACK_BOT_TOKEN; when Slack is not reachable at all, look at the network, the proxy and SLACK_API_URL',
  async run({ slack }) {
    const { login } = await slack.get();
    const who = `@${login.name} (${login.user}) of ${login.teamName} (${login.team})`;
    if (login.name === BOT_NAME.toLowerCase()) return ok(who);
    return warning(
      `the token belongs to ${who}, and the manifest calls the bot ${BOT_NAME.toLowerCase()}`,
      'if this is another app, put the token of yours into SLACK_BOT_TOKEN; if you renamed the bot, all is well',
    );
  },
};
