/** What a person typed, as Slack sends it: names, groups and addresses as tokens, and `&`, `<`, `>` escaped. */
import type { Workspace } from '../model/workspace.ts';

/** Tokens and entities that are there already stay: tests write what Slack would send, and what only an attacker would. */
const sent = /(<(?:[@#!]|https?:|mailto:|tel:)[^<>\n]*>|&(?:lt|gt|amp);)/;
const address = /https?:\/\/[^\s<>]*[^\s<>.,:;!?'")\]]/g;

export function asSlackSends(text: string, w: Workspace): string {
  return text
    .split(sent)
    .map((part, n) => (n % 2 === 1 ? part : withTokens(escaped(part), w)))
    .join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function withTokens(text: string, w: Workspace): string {
  return text
    .replace(/(^|[\s(])([@#])([\w.-]*\w)/g, (raw, before: string, sign: string, name: string) => {
      const id = sign === '@' ? w.people.byName(name)?.id : w.channels.find(`#${name}`)?.id;
      const group = sign === '@' && id === undefined ? w.people.group(name) : undefined;
      if (group) return `${before}<!subteam^${group.id}|@${group.handle}>`;
      return id === undefined ? raw : `${before}<${sign}${id}${id === w.app.botUserId ? '' : `|${name}`}>`;
    })
    .replace(address, '<$&>');
}
