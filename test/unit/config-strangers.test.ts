/** A slip in a name is told with what was meant; what belongs to others is left in peace. */
import { readEnvironment } from '../../src/app/config/environment.ts';

const told = (...names: string[]) => readEnvironment(Object.fromEntries(names.map((n) => [n, 'some-value-000'])));

it.each([
  ['PAGERDUTY_ROUTNG_KEY', 'PAGERDUTY_ROUTING_KEY'],
  ['PAGERDUTY_ROUTING_KEYS', 'PAGERDUTY_ROUTING_KEY'],
  ['PAGERDTY_ROUTING_KEY', 'PAGERDUTY_ROUTING_KEY'],
  ['PAGER_DUTY_ROUTING_KEY', 'PAGERDUTY_ROUTING_KEY'],
  ['PAGERDUTY_WEBHOOK_SECRETS', 'PAGERDUTY_WEBHOOK_SECRET'],
  ['PAGERDUTY_EVENT_URL', 'PAGERDUTY_EVENTS_URL'],
  ['SLACK_SIGNIN_SECRET', 'SLACK_SIGNING_SECRET'],
  ['SLACK_BOT_TOKNE', 'SLACK_BOT_TOKEN'],
  ['SLACKBOT_TOKEN', 'SLACK_BOT_TOKEN'],
  ['slack_app_token', 'SLACK_APP_TOKEN'],
  ['TOCSIN_WORKFLOW', 'TOCSIN_WORKFLOWS'],
  ['TOCSIN_DEPLOYEMENT', 'TOCSIN_DEPLOYMENT'],
  ['TOSCIN_DIR', 'TOCSIN_DIR'],
])('%s: did you mean %s?', (slip, meant) => {
  expect(told(slip).problems).toEqual([`${slip} is not a variable: did you mean ${meant}?`]);
});

it.each(['TOCSIN_TEST_SERVER', 'TOCSIN_VERSION', 'SLACK_WEBHOOK_URL', 'SLACK_USER_TOKEN', 'PAGERDUTY_USER_ID'])(
  '%s may be somebody else’s: told, and no reason to stay down',
  (name) => {
    expect(told(name)).toMatchObject({ problems: [], ignored: [name] });
  },
);

it.each([
  'PAGERDUTY_ROUTING_KEY_DIRECTORS',
  'TOCSIN_SERVICE_HOST',
  'TOCSIN_SERVICE_PORT',
  'TOCSIN_SERVICE_PORT_HTTP',
  'TOCSIN_PORT',
  'TOCSIN_PORT_3000_TCP_ADDR',
  'TOCSIN_REDIS_SERVICE_HOST',
  'PATH',
  'POST',
  'DATABASE_URI',
  'SLACKWARE_VERSION',
  'KUBECONFIGS',
])('%s is not worth a word', (name) => {
  expect(told(name)).toMatchObject({ problems: [], ignored: [] });
});

it('is only told when the one that was meant is not set, and set to something', () => {
  const both = { PAGERDUTY_ROUTING_KEY: 'R0123456', PAGERDUTY_ROUTNG_KEY: 'R0123456' };
  expect(readEnvironment(both)).toMatchObject({ problems: [], ignored: ['PAGERDUTY_ROUTNG_KEY'] });
  expect(readEnvironment({ PAGERDUTY_ROUTNG_KEY: '' })).toMatchObject({ problems: [], ignored: [] });
});
