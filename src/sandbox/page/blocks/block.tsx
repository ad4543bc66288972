/** One block of a message or view. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Json } from '../../control/wire.ts';
import { isRecord, record, records, string } from '../../slack/json.ts';
import { Below } from './below.tsx';
import { plainOf } from './choosing.ts';
import { Element } from './element.tsx';
import { InputBlock } from './input-block.tsx';
import { richFromMarkdown } from './markdown-rich.ts';
import { Picture } from './picture.tsx';
import { RichText } from './rich-text.tsx';
import { AroundContext } from './surface.ts';
import { TextObject } from './text-object.tsx';
import { Unknown } from './unknown.tsx';
import { Words } from './words.tsx';

export const Blocks = ({ blocks }: { readonly blocks: readonly Json[] }) => (
  <div class="bk-blocks">
    {/* By place, not by id: an edited message keeps the control that has the focus. */}
    {blocks.map((block, i) => (
      <BlockView key={`${i} ${string(block.type)}`} block={block} />
    ))}
  </div>
);

function BlockView({ block }: { readonly block: Json }) {
  switch (block.type) {
    case 'header':
      return (
        <h3 class="bk-header">
          <bdi>
            <Words text={plainOf(block.text)} />
          </bdi>
        </h3>
      );
    case 'section':
      return <Section block={block} />;
    case 'context':
      return <Context block={block} />;
    case 'divider':
      return <hr class="bk-divider" />;
    case 'actions':
      return (
        <Surroundings block={block}>
          <div class="bk-actions">
            {records(block.elements).map((element, i) => (
              <Element key={string(element.action_id) ?? i} element={element} />
            ))}
          </div>
        </Surroundings>
      );
    case 'input':
      return <InputBlock block={block} />;
    case 'rich_text':
      return <RichText block={block} />;
    case 'image':
      return (
        <figure class="bk-image">
          {block.title === undefined ? null : (
            <figcaption>
              <TextObject of={record(block.title)} />
            </figcaption>
          )}
          <Picture of={block} />
        </figure>
      );
    case 'markdown':
      return <RichText block={richFromMarkdown(string(block.text) ?? '')} />;
    default:
      return <Unknown kind={`${string(block.type) ?? ''} block`} title={plainOf(block.title)} />;
  }
}

/** What the controls of a block need to know of it, and the line under it. */
function Surroundings({ block, children }: { readonly block: Json; readonly children: ComponentChildren }) {
  const id = string(block.block_id) ?? '';
  const trouble = useSignal('');
  const leads = useSignal('');
  const around = useMemo(() => ({ block: id, trouble, leads }), [id, trouble, leads]);
  return (
    <AroundContext.Provider value={around}>
      <div class="bk-block">
        {children}
        <Below trouble={trouble} leads={leads} />
      </div>
    </AroundContext.Provider>
  );
}

function Section({ block }: { readonly block: Json }) {
  const fields = records(block.fields);
  const accessory = record(block.accessory);
  return (
    <Surroundings block={block}>
      <div class="bk-section">
        <div class="bk-section-text">
          {isRecord(block.text) ? <TextObject of={block.text} /> : null}
          {fields.length === 0 ? null : (
            <div class="bk-fields">
              {fields.map((field, i) => (
                <TextObject key={i} of={field} />
              ))}
            </div>
          )}
        </div>
        {accessory.type === undefined ? null : (
          <div class="bk-accessory">
            <Element element={accessory} />
          </div>
        )}
      </div>
    </Surroundings>
  );
}

const Context = ({ block }: { readonly block: Json }) => (
  <div class="bk-context">
    {records(block.elements).map((e, i) =>
      e.type === 'image' ? <Picture key={i} of={e} small /> : <TextObject key={i} of={e} />,
    )}
  </div>
);
