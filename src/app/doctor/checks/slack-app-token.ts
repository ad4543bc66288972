/** Socket Mode: the app-level token opens connections. */
import { SlackApi } from '../../../adapters/slack/slack-api.ts';
import { socketModeWorks } from '../../../adapters/slack/slack-installation.ts';
import { Fault } from '../../../ports/fault.ts';
import type { Check } from '../check.ts';
import { ok, problem, skipped } from '../finding.ts';

export const slackAppToken: Check = {
  id: 'slack.app-token',
  section: 'Slack',
  title: 'The app-level token opens Socket Mode',
  remedy:
    'make an app-level token with the scope connections:write at https://api.slack.com/apps → your app → Basic Information → App-Level Tokens, put it into SLACK_APP_TOKEN, and switch Socket Mode on in the app settings',
  async run({ secrets, config, patience, sure }) {
    sure('SLACK_APP_TOKEN', 'SLACK_API_URL');
    if (!secrets.appToken) return skipped('SLACK_APP_TOKEN is not set: Slack reaches this installation over HTTP');
    const api = new SlackApi({ token: secrets.appToken, apiUrl: config.slack.apiUrl, timeout: patience });
    try {
      await socketModeWorks(api);
      return ok('Slack hands out Socket Mode addresses');
    } catch (e) {
      if (!(e instanceof Fault) || e.kind !== 'permanent') throw e;
      // The adapter's advice is about the bot token; here it is the other one.
      return problem(`Slack refuses SLACK_APP_TOKEN (${e.code.replace('slack.', '')})`, this.remedy);
    } finally {
      await api.close();
    }
  },
};
