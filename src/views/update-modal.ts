/** The form behind `Update…`: what to say, to whom, and when the next one comes. */
import type { Incident } from '../domain/incident/model.ts';
import { lines } from './blocks.ts';
import { titleOf } from './headline-card.ts';
import { type ModalView, modal, selectField, textField, typedIn, type Values } from './modal.ts';

export const UPDATE_FIELDS = { text: 'text', next: 'next', eta: 'eta', audience: 'audience' } as const;

export interface UpdatePrefill {
  readonly text?: string;
  readonly next?: string;
  readonly eta?: string;
  readonly audience?: string;
}

/** Milliseconds, as the values of the menu. */
const NEXT = [
  ['in 15 minutes', '900000'],
  ['in 30 minutes', '1800000'],
  ['in 1 hour', '3600000'],
] as const;

export function updateModal(incident: Incident, prefill: UpdatePrefill, channel?: string): ModalView {
  const F = UPDATE_FIELDS;
  return modal('update', {
    title: `Update INC-${incident.id}`,
    submit: 'Post the update',
    meta: { incident: incident.id, ...(channel ? { channel } : {}) },
    blocks: [
      ...lines([[titleOf(incident)]], 200),
      textField({
        id: F.text,
        label: 'What has changed?',
        hint: 'What you know, what you do, what comes next. "No change, still working on it" is an update too.',
        max: 1_500,
        multiline: true,
        ...(prefill.text ? { initial: prefill.text } : {}),
      }),
      ...selectField({
        id: F.next,
        label: 'Next update',
        optional: true,
        options: NEXT.map(([label, value]) => ({ label, value })),
        ...(prefill.next ? { initial: prefill.next } : {}),
      }),
      textField({
        id: F.eta,
        label: 'Expected to be fixed at',
        optional: true,
        max: 40,
        placeholder: '14:30',
        ...(prefill.eta ? { initial: prefill.eta } : {}),
      }),
      ...selectField({
        id: F.audience,
        label: 'For whom?',
        options: [
          { label: 'Responders and colleagues', value: 'internal' },
          { label: 'Customers too', value: 'public' },
        ],
        initial: prefill.audience ?? 'internal',
      }),
    ],
  });
}

export interface UpdateData {
  readonly text: string;
  readonly nextMs?: number;
  readonly eta?: string;
  readonly audience?: 'internal' | 'public';
}

export function readUpdate(values: Values): UpdateData {
  const F = UPDATE_FIELDS;
  const next = typedIn(values, F.next);
  const eta = typedIn(values, F.eta);
  const audience = typedIn(values, F.audience);
  return {
    text: typedIn(values, F.text) ?? '',
    ...(next !== undefined && /^\d{1,9}$/.test(next) ? { nextMs: Number(next) } : {}),
    ...(eta === undefined ? {} : { eta }),
    ...(audience === 'public' || audience === 'internal' ? { audience } : {}),
  };
}
