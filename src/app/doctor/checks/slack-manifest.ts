/** What of the app's settings cannot be read with the tokens Tocsin has: said, so that nobody thinks it was checked. */
import type { Check } from '../check.ts';
import { skipped } from '../finding.ts';

export const slackManifest: Check = {
  id: 'slack.manifest',
  section: 'Slack',
  title: 'Slash commands, events and addresses are those of the manifest',
  remedy: 'compare the App Manifest page of the app with: tocsin manifest',
  async run({ config }) {
    await Promise.resolve();
    const secret =
      config.slack.mode === 'http' ? ', and whether the signing secret is right shows with the first command' : '';
    return skipped(
      `Slack shows an app's manifest (apps.manifest.export) only to a configuration token of its owner, which Tocsin never holds: slash commands, event subscriptions and request addresses are yours to compare with 'tocsin manifest'${secret}`,
    );
  },
};
