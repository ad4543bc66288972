/** Text, blocks, attachments and metadata of a message, checked as Slack checks them. */
import { checkBlocks, mostBlockText, textSize, withIds } from '../blocks/check-blocks.ts';
import { Problems } from '../blocks/problems.ts';
import { isRecord, type Json, records, string } from '../json.ts';
import type { Block, Message } from '../model/types.ts';
import type { Workspace } from '../model/workspace.ts';
import { ApiError, type Args, invalidArguments } from './method.ts';

export type Content = Partial<Pick<Message, 'text' | 'blocks' | 'attachments' | 'metadata'>>;

const mostPosted = 40_000;
const mostUpdatedBytes = 4_000;
const mostMarkdown = 12_000;
const mostMetadataBytes = 16_000;

/** Only the fields the caller sent. */
export function readContent(args: Args, w: Workspace): Content {
  const markdown = args.string('markdown_text');
  if (markdown !== undefined && (args.has('text') || args.has('blocks'))) throw new ApiError('markdown_text_conflict');
  if (markdown !== undefined && markdown.length > mostMarkdown) throw new ApiError('msg_too_long');
  const text = markdown ?? args.string('text');
  const blocks = args.json('blocks');
  const attachments = args.json('attachments');
  const metadata = args.json('metadata');
  return {
    // Longer texts are cut, not refused.
    ...(text === undefined ? {} : { text: text.slice(0, mostPosted) }),
    ...(blocks === undefined ? {} : { blocks: readBlocks(blocks, w) }),
    ...(attachments === undefined ? {} : { attachments: records(attachments) }),
    ...(metadata === undefined ? {} : { metadata: readMetadata(metadata) }),
  };
}

export function readBlocks(blocks: unknown, w: Workspace): Block[] {
  if (!Array.isArray(blocks)) throw new ApiError('invalid_blocks_format');
  const problems = new Problems();
  checkBlocks(problems, '/blocks', blocks, 50);
  if (problems.found.length > 0) throw invalidArguments(problems.found, 'invalid_blocks');
  if (textSize(blocks) > mostBlockText) throw new ApiError('msg_blocks_too_long');
  return withIds(records(blocks), () => w.ids.next('b'));
}

export function requireSomething(content: Content): void {
  if (!content.text && !content.blocks?.length && !content.attachments?.length) throw new ApiError('no_text');
}

/** An edit takes far less text than a post: 4,000 bytes after escaping. */
export function refuseLongEdit(content: Content): void {
  const escaped = (content.text ?? '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  if (Buffer.byteLength(escaped) > mostUpdatedBytes) throw new ApiError('msg_too_long');
}

function readMetadata(v: unknown): Json {
  if (!isRecord(v)) throw new ApiError('invalid_metadata_format');
  if (Object.keys(v).length === 0) return {};
  if (string(v.event_type) === undefined || !isRecord(v.event_payload)) throw new ApiError('invalid_metadata_format');
  if (Buffer.byteLength(JSON.stringify(v)) > mostMetadataBytes) throw new ApiError('metadata_too_large');
  return v;
}
