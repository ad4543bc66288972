/** Every check, listed. A new one is a file here and a line below. */
import type { Check } from '../check.ts';
import { clockSkew } from './clock-skew.ts';
import { configurationEnvironment } from './configuration-environment.ts';
import { databaseMigrations } from './database-migrations.ts';
import { databaseReachable } from './database-reachable.ts';
import { databaseRole } from './database-role.ts';
import { databaseSettings } from './database-settings.ts';
import { healthAddresses } from './health-addresses.ts';
import { kubernetesImpersonation } from './kubernetes-impersonation.ts';
import { kubernetesPeople } from './kubernetes-people.ts';
import { kubernetesReachable } from './kubernetes-reachable.ts';
import { kubernetesRights } from './kubernetes-rights.ts';
import { kubernetesSurplus } from './kubernetes-surplus.ts';
import { pagerdutyKeys } from './pagerduty-keys.ts';
import { pagerdutyToken } from './pagerduty-token.ts';
import { pagerdutyWebhook, pagerdutyWebhookSecret } from './pagerduty-webhook.ts';
import { programsPresent } from './programs-present.ts';
import { prometheusQueries } from './prometheus-queries.ts';
import { prometheusReachable } from './prometheus-reachable.ts';
import { queueRedis } from './queue-redis.ts';
import { slackAppToken } from './slack-app-token.ts';
import { slackChannels } from './slack-channels.ts';
import { slackGroups } from './slack-groups.ts';
import { slackManifest } from './slack-manifest.ts';
import { slackPeople } from './slack-people.ts';
import { slackScopes } from './slack-scopes.ts';
import { slackToken } from './slack-token.ts';
import { targetsCaches } from './targets-caches.ts';
import { targetsDatabases } from './targets-databases.ts';
import { workflowsFiles } from './workflows-files.ts';

export const CHECKS: readonly Check[] = [
  configurationEnvironment,
  workflowsFiles,
  slackToken,
  slackAppToken,
  slackScopes,
  slackManifest,
  slackChannels,
  slackPeople,
  slackGroups,
  pagerdutyKeys,
  pagerdutyToken,
  pagerdutyWebhookSecret,
  pagerdutyWebhook,
  kubernetesReachable,
  kubernetesRights,
  kubernetesSurplus,
  kubernetesImpersonation,
  kubernetesPeople,
  prometheusReachable,
  prometheusQueries,
  healthAddresses,
  programsPresent,
  targetsDatabases,
  targetsCaches,
  databaseReachable,
  databaseMigrations,
  databaseRole,
  databaseSettings,
  queueRedis,
  clockSkew,
];
