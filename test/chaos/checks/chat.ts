/** I-17, I-19, I-22: the cards show what is, nothing is said twice unmarked, nobody is called by a stranger's words. */
import type { LedgerEntry } from '../../../src/sandbox/http/ledger.ts';
import type { Message } from '../../../src/sandbox/slack/model/types.ts';
import type { CardLook } from '../../../src/views/headline-card.ts';
import { headlineCard } from '../../../src/views/headline-card.ts';
import { runCard } from '../../../src/views/run-card.ts';
import { words } from '../../support/read-view.ts';
import { type Breach, type Check, type Evidence, incidentsOf, runsOf } from './evidence.ts';

const RESENT = '(resent)';
const EVERYBODY = /<!(channel|here|everyone)/;

/** Slack has it, whatever became of the answer. */
const arrived = (l: LedgerEntry) => {
  if (l.fault === undefined || l.fault === 'lostReply' || l.fault === 'delay' || l.fault === 'beforeReply') {
    return l.reply === undefined || l.reply.includes('"ok":true');
  }
  return false;
};

/** What was really sent, by the key of the effect that sent it: a mark may be edited away with the rest of a card. */
function twice(e: Evidence): Breach[] {
  const out: Breach[] = [];
  const posts = e.ledger.filter((l) => l.server === 'slack' && l.path === '/api/chat.postMessage' && arrived(l));
  const byKey = new Map<string, boolean[]>();
  for (const p of posts) {
    const body = JSON.stringify(p.body);
    const key = /event_payload[^}]*?key\W+([^"\\]+)/.exec(body)?.[1];
    if (key !== undefined) byKey.set(key, [...(byKey.get(key) ?? []), body.includes(RESENT)]);
  }
  const effects = new Map(e.effects.map((f) => [f.key, f]));
  for (const [key, marks] of byKey) {
    // In a conversation that may not be read, each attempt whose end nobody heard can leave a copy.
    const f = effects.get(key);
    const most = 1 + (f ? f.crashes + (f.doubt ? 1 : 0) : 0);
    if (marks.length > most) {
      out.push({
        invariant: 'I-17',
        what: `${key} was posted ${marks.length} times, and ${most - 1} of its attempts ended unheard`,
      });
    }
    // One that was frozen between its claim and its post cannot know that another one posted meanwhile.
    if (!e.zombies && marks.filter((marked) => !marked).length > 1) {
      out.push({ invariant: 'I-17', what: `${key} was posted twice without a mark` });
    }
  }
  return out;
}

/** Dates and marks aside: what a person reads. */
const said = (m: { blocks: readonly unknown[] } | undefined) =>
  m
    ? words(m as Message)
        .replace(RESENT, '')
        .trim()
    : 'nothing';

/** What Slack would take for a call: in text it parses, or as an element of its own. Text elements are only text. */
function callsEverybody(m: Message): string | undefined {
  const found: string[] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type, text } = node as { type?: unknown; text?: unknown };
    if (type === 'broadcast' || (type === 'mrkdwn' && EVERYBODY.test(String(text)))) found.push(JSON.stringify(node));
    for (const inner of Object.values(node)) walk(inner);
  };
  walk(m.blocks);
  if (EVERYBODY.test(m.text)) found.push(m.text);
  return found[0];
}

export function chat(look: CardLook): Check {
  return (e) => {
    const out: Breach[] = twice(e);
    const at = (channel: string, ts: string) => e.messages.find((m) => m.channel === channel && m.ts === ts);
    for (const { id, state } of incidentsOf(e)) {
      for (const [surface, card] of Object.entries(state.cards)) {
        if (!card) continue;
        const shows = said(at(card.channel, card.ts));
        const is = said(headlineCard(state, look));
        if (shows !== is)
          out.push({ invariant: 'I-17', what: `the ${surface} card of INC-${id} shows\n${shows}\nand it is\n${is}` });
      }
      if (!state.cards.announce) out.push({ invariant: 'I-17', what: `INC-${id} has no card` });
    }
    for (const { id, state } of runsOf(e)) {
      if (!state.card) continue;
      const shows = said(at(state.card.channel, state.card.ts));
      const is = said(runCard(state, look.people));
      if (shows !== is) out.push({ invariant: 'I-17', what: `the card of R-${id} shows\n${shows}\nand it is\n${is}` });
    }
    for (const m of e.messages.filter((x) => x.botId !== undefined)) {
      const loud = callsEverybody(m);
      if (loud) out.push({ invariant: 'I-19', what: `a post calls everybody: ${loud.slice(0, 200)}` });
      const own = /^inc-(\d+)-/.exec(e.channels.find((c) => c.id === m.channel)?.name ?? '')?.[1];
      const others = [...words(m).matchAll(/\bINC-(\d+)\b/g)].filter((x) => own !== undefined && x[1] !== own);
      if (others.length > 0)
        out.push({ invariant: 'I-22', what: `#inc-${own}-… speaks of ${others[0]?.[0]}: ${words(m).slice(0, 120)}` });
    }
    return out;
  };
}
