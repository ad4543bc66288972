/** The form behind "Break glass…": why it cannot wait, and the phrase that nobody types by a slip. */
import type { Plan } from '../domain/runbook/model.ts';
import { bold, say } from '../lib/text.ts';
import { lines } from './blocks.ts';
import { oneLine } from './clean.ts';
import { type ModalView, modal, textField, typedIn, type Values } from './modal.ts';

export const GLASS_FIELDS = { reason: 'reason', phrase: 'phrase' } as const;

interface Asked {
  readonly approval: string;
  readonly card: { readonly channel: string; readonly ts: string };
  readonly phrase: string;
}

export function glassModal(plan: Plan, { approval, card, phrase }: Asked): ModalView {
  return modal('glass', {
    title: 'Break the glass',
    submit: 'Carry it out',
    meta: { approval, channel: card.channel, ts: card.ts },
    blocks: [
      ...lines(
        [
          say`${bold(oneLine(plan.summary))}`,
          say`It is carried out on your word alone. Who you are and why is written down and told widely, and somebody else looks into it.`,
        ],
        1_000,
      ),
      textField({
        id: GLASS_FIELDS.reason,
        label: 'Why can it not wait for a second person?',
        max: 500,
        multiline: true,
      }),
      textField({ id: GLASS_FIELDS.phrase, label: 'Type the phrase', max: 80, hint: phrase }),
    ],
  });
}

export function readGlass(values: Values): { reason: string; phrase: string } {
  return { reason: typedIn(values, GLASS_FIELDS.reason) ?? '', phrase: typedIn(values, GLASS_FIELDS.phrase) ?? '' };
}
