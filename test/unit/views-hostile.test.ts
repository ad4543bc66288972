/** No string from outside becomes a mention or a link in any message, and none makes a message that Slack refuses. */

import type { Message } from '../../src/ports/chat.ts';
import { checkBlocks, textSize } from '../../src/sandbox/slack/blocks/check-blocks.ts';
import { viewProblems } from '../../src/sandbox/slack/blocks/check-view.ts';
import { Problems } from '../../src/sandbox/slack/blocks/problems.ts';
import type { Json } from '../../src/sandbox/slack/json.ts';
import type { Message as SimMessage } from '../../src/sandbox/slack/model/types.ts';
import { activeTokensOf } from '../../src/sandbox/slack/show/mrkdwn.ts';
import type { Block } from '../../src/views/blocks.ts';
import { LIMITS } from '../../src/views/limits.ts';
import { payloadSize } from '../../src/views/message.ts';
import { hostile } from '../corpora/words.ts';
import { forms, messages } from '../support/all-views.ts';

const tokens = (m: { blocks: readonly object[]; text: string }) =>
  new Set(
    activeTokensOf({ text: m.text, blocks: m.blocks, attachments: [] } as unknown as SimMessage).map(
      (t) => `${t.kind} ${t.target}`,
    ),
  );

const ours = Object.fromEntries(Object.entries(messages('harmless')).map(([name, m]) => [name, tokens(m)]));
const strings = hostile();

function problemsOf(m: Message): string[] {
  const p = new Problems();
  checkBlocks(p, '/blocks', m.blocks, LIMITS.blocks);
  return p.found;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must be gone.
const FORBIDDEN = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\u2028\u2029]/;

const few = (problems: readonly unknown[], name: string, h: string) =>
  problems.length === 0 ? [] : [{ name, of: h.slice(0, 60), problems: problems.slice(0, 3) }];

it('shows 500 hostile strings as text in every message, within limits', () => {
  const wrong = strings.flatMap((h) =>
    Object.entries(messages(h)).flatMap(([name, m]) => {
      const json = JSON.stringify(m).replaceAll('\\n', ' ');
      const found = [
        ...[...tokens(m)].filter((t) => !ours[name]?.has(t)),
        ...problemsOf(m),
        ...(textSize(m.blocks) > LIMITS.budget ? ['too much text'] : []),
        ...(payloadSize(m.blocks as readonly Block[]) > LIMITS.payload ? ['too heavy to come back with a click'] : []),
        ...(m.text.length === 0 || m.text.length > 4_000 ? ['fallback length'] : []),
        // A control character or a lone surrogate would be escaped.
        ...(FORBIDDEN.test(json) || /\\u[0-9a-f]{4}/.test(json) ? ['hidden characters'] : []),
      ];
      return few(found, name, h);
    }),
  );
  expect(wrong).toEqual([]);
}, 60_000);

it('opens every form with 500 hostile strings in it', () => {
  const wrong = strings.flatMap((h) =>
    Object.entries(forms(h)).flatMap(([name, view]) => few(viewProblems(view as unknown as Json, 'modal'), name, h)),
  );
  expect(wrong).toEqual([]);
}, 60_000);

it('has something to lose: our own mentions, dates and links are there', () => {
  expect([...(ours.headline ?? [])]).toEqual(
    expect.arrayContaining(['user U0ALICE', 'channel C0INC42', 'link https://status.example.com/']),
  );
});
