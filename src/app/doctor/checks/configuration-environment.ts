/** The environment: every variable that is missing, wrong or misspelt, all at once, as `start` would refuse it. */
import { ConfigError, fullConfig } from '../../config/config.ts';
import { type ReadEnvironment, VARIABLES, type Variable } from '../../config/environment.ts';
import type { Check } from '../check.ts';
import { ok, problem, type Verdict, warning } from '../finding.ts';

/** Where people find the value. */
const WHERE: Partial<Readonly<Record<Variable, string>>> = {
  SLACK_BOT_TOKEN: 'https://api.slack.com/apps → your app → OAuth & Permissions → Bot User OAuth Token (xoxb-…)',
  SLACK_APP_TOKEN:
    'https://api.slack.com/apps → your app → Basic Information → App-Level Tokens → Generate, with connections:write (xapp-…)',
  SLACK_SIGNING_SECRET: 'https://api.slack.com/apps → your app → Basic Information → App Credentials → Signing Secret',
  PAGERDUTY_ROUTING_KEY: 'PagerDuty → Services → the service → Integrations → Events API v2 → Integration Key',
  PAGERDUTY_WEBHOOK_SECRET: 'shown once when the webhook is made: PagerDuty → Integrations → Generic Webhooks (v3)',
  PAGERDUTY_TOKEN: 'PagerDuty → Integrations → API Access Keys (a read-only key is enough)',
};

export const configurationEnvironment: Check = {
  id: 'configuration.environment',
  section: 'Configuration',
  title: 'The environment is complete',
  remedy: "compare the environment with the configuration table in README.md and 'tocsin start'",
  async run({ read, config }) {
    const verdicts: Verdict[] = problemsOf(read).map((p) => problem(p, remedyFor(p)));
    if (config.crashAt !== undefined) {
      verdicts.push(problem('TOCSIN_CRASH_AT is set: processes kill themselves there', 'unset TOCSIN_CRASH_AT'));
    }
    if (read.ignored.length > 0) {
      const [first] = read.ignored;
      verdicts.push(
        warning(
          `these variables mean nothing to Tocsin: ${read.ignored.join(', ')}`,
          `unset ${read.ignored.length === 1 ? first : 'them'}, or look for a slip in the name: README.md lists every variable`,
        ),
      );
    }
    const how = config.slack.mode === 'socket' ? 'Slack over Socket Mode' : 'Slack over HTTP';
    return verdicts.length > 0 ? verdicts : ok(`complete: ${how}, deployment ${config.deployment}`);
  },
};

function problemsOf(read: ReadEnvironment): readonly string[] {
  try {
    fullConfig(read);
    return [];
  } catch (e) {
    if (e instanceof ConfigError) return e.problems;
    throw e;
  }
}

function remedyFor(text: string): string {
  const words = new Set(text.split(/[^A-Z0-9_]+/));
  const named = (Object.keys(VARIABLES) as Variable[]).filter((v) => words.has(v));
  const [wrong, meant] = text.split(' is not a variable: did you mean ');
  if (meant) return `rename ${wrong} to ${meant.replace('?', '')}`;
  const where = named.map((v) => `set ${v}${WHERE[v] ? ` (${WHERE[v]})` : ''}`);
  return where.length > 0 ? where.join(', or ') : 'change it as it says; the configuration table is in README.md';
}
