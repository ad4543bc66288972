/** A message as Slack takes it: the whole held to the block and character budgets, whatever the parts were. */
import type { Text } from '../lib/text.ts';
import type { Message } from '../ports/chat.ts';
import type { Block } from './blocks.ts';
import { context } from './blocks.ts';
import { clip, LIMITS, middle } from './limits.ts';
import { toMrkdwn } from './mrkdwn.ts';

/** Buttons stay: text can be read elsewhere, a missing Approve cannot be pressed. */
const keeps = (b: Block) => b.type === 'actions' || b.type === 'header';

function fewer(blocks: readonly Block[]): readonly Block[] {
  if (blocks.length <= LIMITS.blocks) return blocks;
  let surplus = blocks.length - LIMITS.blocks + 1;
  const from = Math.floor(blocks.length / 3);
  const kept: Block[] = [];
  let told = false;
  blocks.forEach((b, i) => {
    if (i >= from && surplus > 0 && !keeps(b)) {
      surplus -= 1;
      if (!told) kept.push(context(['… some lines are left out here; the timeline has them all']));
      told = true;
      return;
    }
    kept.push(b);
  });
  return kept.slice(0, LIMITS.blocks);
}

function visit(node: unknown, change: (text: string) => string): unknown {
  if (Array.isArray(node)) return node.map((n) => visit(n, change));
  if (node === null || typeof node !== 'object') return node;
  return Object.fromEntries(
    Object.entries(node).map(([k, v]) => [k, k === 'text' && typeof v === 'string' ? change(v) : visit(v, change)]),
  );
}

/** Characters of every text in the blocks. */
export function textSize(node: unknown): number {
  let sum = 0;
  visit(node, (t) => {
    sum += t.length;
    return t;
  });
  return sum;
}

/**
 * Bytes of the message inside a form-encoded payload. Slack sends the whole message back with every click, escaped and
 * encoded: 10,000 Chinese characters become 80,000 bytes, and our own receiver would refuse the click.
 */
export function payloadSize(blocks: readonly Block[]): number {
  const json = JSON.stringify(blocks);
  // Characters that form encoding leaves alone weigh one, a slash is escaped first, whatever is not ASCII becomes \\uXXXX.
  const bare = json.match(/[A-Za-z0-9 _.-]/g)?.length ?? 0;
  const slashes = json.split('/').length - 1;
  const foreign = json.match(/[\u0080-\uFFFF]/g)?.length ?? 0;
  return bare + slashes * 6 + foreign * 8 + (json.length - bare - slashes - foreign) * 3;
}

const fits = (blocks: readonly Block[]) => textSize(blocks) <= LIMITS.budget && payloadSize(blocks) <= LIMITS.payload;

/** The longest texts give way first, until the whole fits. */
function lighter(blocks: readonly Block[]): readonly Block[] {
  let out = blocks;
  for (let max: number = LIMITS.section; max >= 60 && !fits(out); max = Math.floor(max * 0.7)) {
    // Context lines hold markup of ours that a cut could break; they are short by construction.
    out = out.map((b) => (b.type === 'context' ? b : (visit(b, (t) => middle(t, max)) as Block)));
  }
  return out;
}

/** `fallback` is what notifications and screen readers get. */
export function message(blocks: readonly Block[], fallback: Text): Message {
  return {
    blocks: lighter(fewer(blocks)),
    text: toMrkdwn(clip(fallback, LIMITS.fallback)).replace(/\n+/g, ' ') || 'Tocsin',
  };
}
