/** Slack's documented limits on modals and App Home views. */
import { type Json, records } from '../json.ts';
import { checkBlocks } from './check-blocks.ts';
import { Problems } from './problems.ts';

export function viewProblems(view: Json, expected: 'modal' | 'home'): string[] {
  const p = new Problems();
  if (view.type !== expected) p.add('/view/type', `must be ${expected}`);
  if (p.required('/view', view, 'blocks')) checkBlocks(p, '/view/blocks', view.blocks, 100);
  p.length('/view/private_metadata', view.private_metadata, 3000);
  p.length('/view/callback_id', view.callback_id, 255);
  p.length('/view/external_id', view.external_id, 255);
  if (expected === 'modal') {
    if (p.required('/view', view, 'title')) p.text('/view/title', view.title, 24);
    p.text('/view/submit', view.submit, 24);
    p.text('/view/close', view.close, 24);
    const asks = records(view.blocks).some((b) => b.type === 'input');
    if (asks && view.submit === undefined) p.add('/view', 'submit is required when an input block is within blocks');
  }
  return p.found;
}

/** Slack refuses views of more than 250 KB. */
export function isTooLarge(view: Json): boolean {
  return Buffer.byteLength(JSON.stringify(view)) > 250_000;
}
