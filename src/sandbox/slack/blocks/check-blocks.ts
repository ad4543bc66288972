/** Slack's documented limits on Block Kit blocks, and the undocumented one on their total size. */
import { isRecord, type Json, records, string } from '../json.ts';
import type { Block } from '../model/types.ts';
import { checkElement, checkImage } from './check-elements.ts';
import type { Problems } from './problems.ts';

/** Slack refuses more than about this many characters over all blocks (slackapi/bolt-js#2509). */
export const mostBlockText = 13_200;

/** Blocks whose inside is not checked here: the product does not write them. */
const unchecked = [
  'file',
  'video',
  'table',
  'data_table',
  'card',
  'carousel',
  'alert',
  'container',
  'task_card',
  'plan',
  'context_actions',
];

export function checkBlocks(p: Problems, at: string, v: unknown, most: number): void {
  const blocks = p.count(at, v, most, 0);
  for (const [i, block] of blocks.entries()) {
    if (isRecord(block)) checkBlock(p, `${at}/${i}`, block);
    else p.add(`${at}/${i}`, 'must be an object');
  }
  p.unique(
    at,
    records(v).map((b) => string(b.block_id)),
    'block_id',
  );
}

function checkBlock(p: Problems, at: string, b: Json): void {
  p.length(`${at}/block_id`, b.block_id, 255);
  switch (b.type) {
    case 'section':
      checkSection(p, at, b);
      break;
    case 'header':
      if (p.required(at, b, 'text')) p.text(`${at}/text`, b.text, 150);
      break;
    case 'divider':
      break;
    case 'context':
      checkContext(p, at, b);
      break;
    case 'actions':
      checkActions(p, at, b);
      break;
    case 'input':
      if (!p.required(at, b, 'label', 'element')) break;
      p.text(`${at}/label`, b.label, 2000);
      p.text(`${at}/hint`, b.hint, 2000);
      checkElement(p, `${at}/element`, b.element, 'input');
      break;
    case 'image':
      p.text(`${at}/title`, b.title, 2000);
      checkImage(p, at, b);
      break;
    case 'markdown':
      if (p.required(at, b, 'text')) p.length(`${at}/text`, b.text, 12_000, 1);
      break;
    case 'rich_text':
      p.count(`${at}/elements`, b.elements, 1000, 0);
      break;
    default:
      if (!unchecked.includes(String(b.type))) p.add(`${at}/type`, `unsupported type: ${b.type ?? 'none'}`);
  }
}

function checkSection(p: Problems, at: string, b: Json): void {
  if (b.text === undefined && b.fields === undefined) p.add(at, 'missing required field: text');
  p.text(`${at}/text`, b.text, 3000, 'any');
  if (b.fields !== undefined) {
    for (const [i, f] of p.count(`${at}/fields`, b.fields, 10).entries()) p.text(`${at}/fields/${i}`, f, 2000, 'any');
  }
  if (b.accessory !== undefined) checkElement(p, `${at}/accessory`, b.accessory, 'accessory');
}

function checkContext(p: Problems, at: string, b: Json): void {
  for (const [i, e] of p.count(`${at}/elements`, b.elements, 10).entries()) {
    if (isRecord(e) && e.type === 'image') checkImage(p, `${at}/elements/${i}`, e);
    else p.text(`${at}/elements/${i}`, e, 3000, 'any');
  }
}

function checkActions(p: Problems, at: string, b: Json): void {
  const elements = p.count(`${at}/elements`, b.elements, 25);
  for (const [i, e] of elements.entries()) checkElement(p, `${at}/elements/${i}`, e, 'actions');
  p.unique(
    `${at}/elements`,
    records(b.elements).map((e) => string(e.action_id)),
    'action_id',
  );
}

/** The characters of every text in the blocks, as counted against `mostBlockText`. */
export function textSize(v: unknown): number {
  if (Array.isArray(v)) return v.reduce((sum: number, x) => sum + textSize(x), 0);
  if (!isRecord(v)) return 0;
  return Object.entries(v).reduce(
    (sum, [k, x]) => sum + (k === 'text' && typeof x === 'string' ? x.length : textSize(x)),
    0,
  );
}

/** Blocks as Slack stores them: a missing block_id or action_id is made up. */
export function withIds(blocks: readonly Json[], newId: () => string): Block[] {
  const named = (e: Json): Json =>
    e.type === 'image' || e.type === 'mrkdwn' || e.action_id !== undefined ? e : { ...e, action_id: newId() };
  return blocks.map((block) => {
    const b: Json =
      typeof block.block_id === 'string' && block.block_id !== '' ? block : { ...block, block_id: newId() };
    if (b.type === 'actions') return { ...b, elements: records(b.elements).map(named) };
    if (b.type === 'section' && isRecord(b.accessory)) return { ...b, accessory: named(b.accessory) };
    if (b.type === 'input' && isRecord(b.element)) return { ...b, element: named(b.element) };
    return b;
  });
}
