/** Acks on the phone come back: a v3 webhook to us, switched on, with the three events, and the secret to believe it. */
import type { WebhookSubscription } from '../../../adapters/pagerduty/pagerduty-account.ts';
import { PAGERDUTY_PATH } from '../../../inbound/http/pagerduty-webhook.ts';
import type { Check } from '../check.ts';
import { ok, problem, type Verdict, warning } from '../finding.ts';

const EVENTS = ['incident.triggered', 'incident.acknowledged', 'incident.resolved'];
const PAGE = 'PagerDuty → Integrations → Generic Webhooks (v3)';

export const pagerdutyWebhookSecret: Check = {
  id: 'pagerduty.webhook-secret',
  section: 'PagerDuty',
  title: 'Webhooks can be believed',
  remedy: `put the secret of the webhook into PAGERDUTY_WEBHOOK_SECRET`,
  async run({ secrets }) {
    await Promise.resolve();
    if (secrets.webhookSecrets.length > 0)
      return ok('PAGERDUTY_WEBHOOK_SECRET is set; PagerDuty never shows it again, so it cannot be compared');
    return warning(
      'PAGERDUTY_WEBHOOK_SECRET is not set: webhooks are refused, so an ack on the phone does not stop the escalation',
      `make a webhook at ${PAGE} to https://<this installation>${PAGERDUTY_PATH} and put its secret into PAGERDUTY_WEBHOOK_SECRET`,
    );
  },
};

export const pagerdutyWebhook: Check = {
  id: 'pagerduty.webhook',
  section: 'PagerDuty',
  title: 'PagerDuty sends acks and resolves to us',
  remedy: `look at ${PAGE}`,
  async run({ account }) {
    const all = await (await account.known()).webhookSubscriptions();
    const ours = all.filter((s) => pathOf(s.url).endsWith(PAGERDUTY_PATH));
    if (ours.length === 0) {
      const others = all.length === 0 ? 'there is none' : `there are only ${all.map((s) => origin(s.url)).join(', ')}`;
      return problem(
        `no webhook goes to ${PAGERDUTY_PATH}: ${others}; an ack on the phone does not reach Slack`,
        `make one at ${PAGE}, or change its address, to https://<this installation>${PAGERDUTY_PATH}, for ${EVENTS.join(', ')}`,
      );
    }
    // One that works is enough; another that does not may be of an old installation.
    const judged = ours.map((s) => ({ s, wrong: judge(s) }));
    const good = judged.find((j) => j.wrong.length === 0);
    if (!good) return judged.flatMap((j) => j.wrong);
    const { s } = good;
    const narrow =
      s.filter === '' || s.filter === 'account_reference' ? '' : `, for one ${s.filter.replace('_reference', '')} only`;
    return ok(`${s.url}${narrow}`);
  },
};

function judge(s: WebhookSubscription): Verdict[] {
  const lacking = EVENTS.filter((e) => !s.events.includes(e));
  const off =
    s.state === 'active'
      ? []
      : [
          problem(
            `the webhook to ${s.url} is ${s.state}`,
            `switch it on at ${PAGE} → ${s.id}${s.state === 'inactive' ? '' : '; PagerDuty switches off what does not answer: see that the address is public and answers'}`,
          ),
        ];
  if (lacking.length === 0) return off;
  return [
    ...off,
    problem(
      `the webhook to ${s.url} is not for ${lacking.join(', ')}`,
      `add ${lacking.join(', ')} at ${PAGE} → ${s.id}`,
    ),
  ];
}

const pathOf = (url: string): string => (URL.canParse(url) ? new URL(url).pathname.replace(/\/+$/, '') : '');
/** What stands behind the host may be a secret of somebody else's. */
const origin = (url: string): string => (URL.canParse(url) ? new URL(url).origin : 'something that is no address');
