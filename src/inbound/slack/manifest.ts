/** `slack-manifest.yaml`, generated from the commands: what the app asks Slack for, each with its reason. */
import type { SlashCommand } from './define-command.ts';
import { SLACK_PATH } from './http-receiver.ts';

/** The least that works; every scope names the feature that would stop without it. */
const SCOPES: readonly (readonly [string, string])[] = [
  ['commands', 'slash commands'],
  ['app_mentions:read', '"@tocsin ack" in threads, where slash commands cannot be typed'],
  ['chat:write', 'cards, updates and answers'],
  ['channels:manage', 'a channel per incident: create, invite, topic'],
  ['channels:read', 'find the announcement channel by its name'],
  ['channels:join', 'post in that channel without an invitation'],
  ['channels:history', 'find a card again when the reply to posting it was lost'],
  ['im:write', 'a direct message to whoever is paged'],
  ['pins:write', "pin the card in the incident's channel"],
  ['usergroups:read', 'who is in the group that may approve, read at the click'],
  ['users:read', 'refuse bots and deactivated accounts'],
];

/** What Slack tells the bot about: the only messages read are those that mention it. */
export const botEvents = ['app_mention'] as const;

/** What the manifest asks for, with the reason. */
export const botScopes: ReadonlyMap<string, string> = new Map(SCOPES);

/** The bot's name, unless the manifest was printed with another. */
export const BOT_NAME = 'Tocsin';

export interface ManifestOptions {
  readonly commands: readonly SlashCommand[];
  /** @default Tocsin */
  readonly name?: string;
  /** Public address of this installation; without it a placeholder is written. */
  readonly url?: string;
  /** No public address: Slack is reached over a WebSocket. @default false */
  readonly socketMode?: boolean;
}

const quoted = (text: string): string => JSON.stringify(text);

function slashCommand(command: SlashCommand, name: string, url: string): string[] {
  return [
    `    - command: ${name}`,
    `      url: ${url}`,
    `      description: ${quoted(command.summary)}`,
    `      usage_hint: ${quoted(command.hint)}`,
    // Mentions arrive as ids, so that nobody is guessed from a name.
    '      should_escape: true',
  ];
}

export function slackManifest(o: ManifestOptions): string {
  const name = o.name ?? BOT_NAME;
  const url = `${(o.url ?? 'https://tocsin.example.com').replace(/\/+$/, '')}${SLACK_PATH}`;
  const socket = o.socketMode ?? false;
  const lines = [
    '# Slack app manifest. Generated from commands/: do not edit, change the commands and generate it again.',
    '# Use: https://api.slack.com/apps → Create New App → From a manifest → paste this.',
    `# Replace ${url} by the address Slack reaches you at (four kinds of place, the same address),`,
    '# or set socket_mode_enabled to true: then the addresses are not used and no address needs to be public.',
    'display_information:',
    `  name: ${quoted(name)}`,
    '  description: "Declare incidents, page people, run runbooks with approval"',
    '  background_color: "#7a1f1f"',
    'features:',
    '  bot_user:',
    `    display_name: ${quoted(name.toLowerCase())}`,
    '    always_online: true',
    '  slash_commands:',
    ...o.commands.flatMap((c) => [c.name, ...c.aliases].flatMap((n) => slashCommand(c, n, url))),
    'oauth_config:',
    '  scopes:',
    '    bot:',
    ...SCOPES.flatMap(([scope, why]) => [`      # ${why}`, `      - ${scope}`]),
    'settings:',
    '  event_subscriptions:',
    `    request_url: ${url}`,
    '    bot_events:',
    '      # the only messages read are those that mention the bot',
    ...botEvents.map((event) => `      - ${event}`),
    '  interactivity:',
    '    is_enabled: true',
    `    request_url: ${url}`,
    '    # names in the cluster, for the form of a runbook',
    `    message_menu_options_url: ${url}`,
    '  org_deploy_enabled: false',
    `  socket_mode_enabled: ${socket}`,
    '  token_rotation_enabled: false',
  ];
  return `${lines.join('\n')}\n`;
}
