/** A message as words and controls, for assertions on what people see. */
import type { Message } from '../../src/ports/chat.ts';

type Node = Readonly<Record<string, unknown>>;
const isNode = (v: unknown): v is Node => typeof v === 'object' && v !== null && !Array.isArray(v);
const list = (v: unknown): Node[] => (Array.isArray(v) ? v.filter(isNode) : []);

function inline(e: Node): string {
  switch (e.type) {
    case 'user':
      return `<${String(e.user_id)}>`;
    case 'date':
      return String(e.fallback);
    case 'channel':
      return `#${String(e.channel_id)}`;
    case 'rich_text_section':
    case 'rich_text_preformatted':
      return list(e.elements).map(inline).join('');
    default:
      return isNode(e.text) ? String(e.text.text) : String(e.text ?? '');
  }
}

export function words(m: Pick<Message, 'blocks'>): string {
  return list(m.blocks)
    .map((b) =>
      b.type === 'actions' ? '' : Array.isArray(b.elements) ? list(b.elements).map(inline).join('') : inline(b),
    )
    .join('\n');
}

/** Buttons and menus in order. */
export const elementsOf = (m: Pick<Message, 'blocks'>): Node[] =>
  list(m.blocks).flatMap((b) => (b.type === 'actions' ? list(b.elements) : []));
