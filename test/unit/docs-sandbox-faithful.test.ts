/** docs/sandbox.md is true: each line has its tests and each test its line, and what the product uses of Slack has a line. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WebClient } from '@slack/web-api';
import { parse } from 'yaml';
import { namesWithALine, sandboxDocument, sandboxFacts } from '../support/sandbox-facts.ts';

const root = new URL('../../', import.meta.url).pathname;
const facts = sandboxFacts();
const ids = facts.map((f) => f.id);

describe('the lines', () => {
  it('are numbered without gaps and repetitions', () => {
    const expected = ['S', 'P', 'K', 'Q'].flatMap((letter) => {
      const of = ids.filter((id) => id.startsWith(`${letter}-`));
      return of.map((_, n) => `${letter}-${n + 1}`);
    });
    expect(ids).toEqual(expected);
    expect(facts.length).toBeGreaterThan(100);
  });

  it('say something in every column and name contract tests that exist', () => {
    for (const { id, cells, tests } of facts) {
      expect([id, cells.length, cells.filter((c) => c === '')]).toEqual([id, 6, []]);
      expect([id, tests.length]).not.toEqual([id, 0]);
      for (const t of tests)
        expect([id, t, existsSync(join(root, `test/contract/${t}.test.ts`))]).toEqual([id, t, true]);
    }
  });
});

/** `it('S-12 …', …)` and `it.each(…)('S-12, S-13 …', …)`: a title begins with the ids it covers. */
function idsInTitles(file: string): string[] {
  const text = readFileSync(join(root, 'test/contract', file), 'utf8');
  const titles = text.matchAll(/(?:\bit|\btest|\]\)|\w\))\(\s*['"`]((?:[A-Z]-\d+(?:, )?)+) /g);
  return [...titles].flatMap((m) => (m[1] ?? '').split(', '));
}

it('every line is in the titles of exactly the tests it names', () => {
  const found = new Map<string, Set<string>>();
  for (const file of readdirSync(join(root, 'test/contract')).filter((f) => f.endsWith('.test.ts'))) {
    for (const id of idsInTitles(file)) {
      found.set(id, (found.get(id) ?? new Set()).add(file.replace('.test.ts', '')));
    }
  }
  const inTests = Object.fromEntries([...found].map(([id, files]) => [id, [...files].sort()]));
  const inLines = Object.fromEntries(facts.map((f) => [f.id, [...f.tests].sort()]));
  expect(inTests).toEqual(inLines);
});

describe('what the product uses of Slack', () => {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((path) => /[.]tsx?$/.test(path) && !/^(sandbox|app\/story|app\/sandbox)\//.test(path))
    .map((path) => ({ path, text: readFileSync(join(root, 'src', path), 'utf8') }));
  const all = (inside: RegExp, pattern: RegExp): string[] =>
    files
      .filter(({ path }) => inside.test(path))
      .flatMap(({ text }) => [...text.matchAll(pattern)].map((m) => m.slice(1).find((g) => g !== undefined) ?? ''));
  const unlisted = (names: readonly string[]) =>
    [...new Set(names)].filter((name) => !namesWithALine().has(name)).sort();

  /** What the client can call: the real one is asked, so that a name is a method's and not one of ours. */
  function methodsOf(thing: object, path: readonly string[] = []): string[] {
    return Object.entries(thing).flatMap(([key, value]) => {
      const here = [...path, key];
      if (typeof value === 'function' && path.length > 0) return [here.join('.')];
      const nested = typeof value === 'object' && value !== null && path.length < 4;
      return nested && Object.getPrototypeOf(value) === Object.prototype ? methodsOf(value, here) : [];
    });
  }

  const methods = new Set(methodsOf(new WebClient('xoxb-none')));
  const calls = [
    ...all(/^(adapters|inbound|outbound|app)\//, /\.((?:[a-zA-Z]+\.)+[a-zA-Z]+)\(|'((?:[a-zA-Z]+\.)+[a-zA-Z]+)'/g),
    // `app.client.views.open(`: what stands before the method is not its name.
  ].map((text) => (methods.has(text) ? text : text.split('.').slice(1).join('.')));
  const called = calls.filter((name) => methods.has(name));

  it('is found', () => {
    expect(methods.has('conversations.list')).toBe(true);
    expect(called).toEqual(expect.arrayContaining(['chat.postMessage', 'usergroups.users.list', 'views.open']));
  });

  it('every Web API method has a line', () => expect(unlisted(called)).toEqual([]));

  it('what Bolt calls and hears by itself has a line', () => {
    const socket = all(/^inbound\//, /(SocketModeReceiver)/g).length > 0;
    const bySocket = ['apps.connections.open', 'hello', 'disconnect', 'slash_commands', 'interactive', 'events_api'];
    expect(unlisted(socket ? bySocket : [])).toEqual([]);
    expect(unlisted(all(/^inbound\/slack\//, /'(url_verification)'|(ssl_check)|\b(respond)\(/g).map(named))).toEqual(
      [],
    );
  });

  it('every event and entry point of the manifest has a line', () => {
    const manifest = parse(readFileSync(join(root, 'slack-manifest.yaml'), 'utf8'));
    const heard: string[] = manifest.settings.event_subscriptions.bot_events;
    expect(heard).toContain('app_mention');
    const entries = Object.keys(manifest.features).filter((f) => f !== 'bot_user');
    expect(unlisted([...heard, ...entries])).toEqual([]);
  });

  it('every payload that is listened to has a line', () => {
    const listeners = all(/^inbound\/slack\//, /\bapp\.(\w+)[<(]/g).filter((l) => l !== 'error');
    const events = all(/^inbound\/slack\//, /\bapp\.event\(\s*'(\w+)'/g);
    const typed = all(/^inbound\/slack\//, /\btype: '(block_\w+|view_\w+|shortcut|message_action)'/g);
    const answers = all(/^(inbound|views)\//, /\bresponse_action: '(\w+)'/g).map((a) => `response_action: ${a}`);
    const heard = listeners.filter((l) => l !== 'event' && l !== 'processEvent').map(named);
    expect(heard).toEqual(expect.arrayContaining(['slash_commands', 'block_actions', 'view_submission']));
    expect(unlisted([...heard, ...events, ...typed, ...answers])).toEqual([]);
  });

  it('every block and element of the views has a line', () => {
    const blocks = all(/^views\//, /\btype: '([a-z_]+)'/g);
    expect(blocks).toEqual(expect.arrayContaining(['header', 'actions', 'static_select']));
    expect(unlisted(blocks)).toEqual([]);
  });

  /** What Bolt calls a thing, in Slack's word for it. */
  function named(word: string): string {
    const words: Record<string, string> = {
      command: 'slash_commands',
      action: 'block_actions',
      view: 'view_submission',
      options: 'block_suggestion',
      respond: 'response_url',
    };
    return words[word] ?? word;
  }
});

it('the document has its sections, and the place the control API is written to', () => {
  const text = sandboxDocument();
  const sections = [...text.matchAll(/^## (.+)$/gm)].map((m) => m[1]);
  expect(sections).toEqual([
    'What it is',
    'Slack',
    'PagerDuty',
    'Kubernetes',
    'Prometheus',
    'Where the facts are from',
    'The HTTP control API',
    'The page',
  ]);
  expect(text).toMatch(/^<!-- control-api:begin -->\n[\s\S]*^<!-- control-api:end -->$/m);
});
