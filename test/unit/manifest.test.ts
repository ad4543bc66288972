/** The committed manifest is what the commands say today. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { commands } from '../../src/app/commands.ts';
import { slackManifest } from '../../src/inbound/slack/manifest.ts';

const text = slackManifest({ commands });

it('is committed as generated', () => {
  expect(readFileSync(new URL('../../slack-manifest.yaml', import.meta.url), 'utf8')).toBe(text);
});

it('is a manifest that Slack takes', () => {
  const m = parse(text);
  expect(m.features.slash_commands.map((c: { command: string }) => c.command)).toEqual([
    '/incident',
    '/inc',
    '/runbook',
    '/rb',
  ]);
  expect(m.settings.interactivity.request_url).toBe(m.settings.event_subscriptions.request_url);
  expect(m.settings.event_subscriptions.bot_events).toEqual(['app_mention']);
  expect(m.oauth_config.scopes.bot).toEqual([...new Set(m.oauth_config.scopes.bot)]);
  expect(m.display_information.description.length).toBeLessThanOrEqual(140);
  for (const c of m.features.slash_commands) {
    expect(c.description.length).toBeLessThanOrEqual(2_000);
    expect(c.usage_hint.length).toBeLessThanOrEqual(1_000);
  }
});

it('gives every scope a reason', () => {
  const rows = text.split('\n');
  const from = rows.indexOf('    bot:') + 1;
  const scopes = rows.slice(from, rows.indexOf('settings:'));
  expect(scopes.map((row) => row.trim().startsWith('#'))).toEqual(scopes.map((_, i) => i % 2 === 0));
});

it('takes an address and Socket Mode', () => {
  const m = parse(slackManifest({ commands, url: 'https://bot.corp.example/', socketMode: true }));
  expect(m.settings.interactivity.request_url).toBe('https://bot.corp.example/slack/events');
  expect(m.settings.socket_mode_enabled).toBe(true);
});
