/** What the app was granted against what the manifest asks for: too little fails, too much is a risk. */
import { botScopes } from '../../../inbound/slack/manifest.ts';
import type { Check } from '../check.ts';
import { ok, problem, skipped, type Verdict, warning } from '../finding.ts';

const WHERE = 'https://api.slack.com/apps → your app → OAuth & Permissions → Scopes → Bot Token Scopes';

export const slackScopes: Check = {
  id: 'slack.scopes',
  section: 'Slack',
  title: 'The granted scopes are those of the manifest',
  remedy: `compare ${WHERE} with: tocsin manifest`,
  async run({ slack }) {
    const { scopes } = (await slack.known()).login;
    if (!scopes) return skipped('Slack did not say which scopes were granted (no x-oauth-scopes header)');
    const missing = [...botScopes].filter(([scope]) => !scopes.has(scope));
    const surplus = [...scopes].filter((scope) => scope !== '' && !botScopes.has(scope));
    const verdicts: Verdict[] = [];
    if (missing.length > 0) {
      const told = missing.map(([scope, why]) => `the scope ${scope} is missing: ${why}`);
      const names = missing.map(([scope]) => scope).join(', ');
      verdicts.push(problem(told.join('\n'), `add ${names} at ${WHERE}, then Reinstall to Workspace`));
    }
    if (surplus.length > 0) {
      verdicts.push(
        warning(
          `granted and not needed: ${surplus.join(', ')}`,
          `remove ${surplus.length === 1 ? 'it' : 'them'} at ${WHERE}, then Reinstall to Workspace`,
        ),
      );
    }
    return verdicts.length > 0 ? verdicts : ok(`exactly the ${botScopes.size} scopes of the manifest`);
  },
};
