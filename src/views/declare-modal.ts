/** The form behind `/incident declare` when something is missing; what was typed is already in it. */
import type { Catalog } from '../domain/catalog/model.ts';
import { formatDuration } from '../lib/duration.ts';
import { lines } from './blocks.ts';
import { type ModalMeta, type ModalView, modal, selectField, textField, typedIn, type Values } from './modal.ts';

export interface DeclarePrefill {
  readonly title?: string;
  readonly severity?: string;
  readonly service?: string;
  readonly impact?: string;
  readonly customers?: string;
}

export const DECLARE_FIELDS = {
  title: 'title',
  severity: 'severity',
  service: 'service',
  impact: 'impact',
  customers: 'customers',
} as const;

export function declareModal(
  catalog: Pick<Catalog, 'severities' | 'services' | 'defaultService'>,
  prefill: DeclarePrefill,
  meta: ModalMeta,
): ModalView {
  const F = DECLARE_FIELDS;
  return modal('declare', {
    title: 'Declare an incident',
    submit: 'Declare and page',
    meta,
    blocks: [
      textField({
        id: F.title,
        label: 'What is wrong?',
        max: 200,
        placeholder: 'API down',
        ...(prefill.title ? { initial: prefill.title } : {}),
      }),
      ...selectField({
        id: F.severity,
        label: 'How bad is it?',
        hint: 'When in doubt take the worse one: lowering it later costs nothing.',
        options: catalog.severities.map((s) => ({
          label: s.label,
          value: s.name,
          description: `${s.meaning} · answer within ${formatDuration(s.respondWithin)}`,
        })),
        ...(prefill.severity ? { initial: prefill.severity } : {}),
      }),
      ...selectField({
        id: F.service,
        label: 'Which service?',
        options: catalog.services.map((s) => ({ label: s.title, value: s.name })),
        initial: prefill.service ?? catalog.defaultService,
      }),
      textField({
        id: F.impact,
        label: 'What do customers notice?',
        optional: true,
        max: 500,
        multiline: true,
        ...(prefill.impact ? { initial: prefill.impact } : {}),
      }),
      textField({
        id: F.customers,
        label: 'Share of customers affected',
        optional: true,
        max: 20,
        placeholder: '40%',
        ...(prefill.customers ? { initial: prefill.customers } : {}),
      }),
      ...lines([['The people of the first level are paged as soon as you send this.']]),
    ],
  });
}

export function readDeclare(values: Values): DeclarePrefill {
  const F = DECLARE_FIELDS;
  const read = (id: keyof DeclarePrefill) => {
    const v = typedIn(values, F[id]);
    return v === undefined ? {} : { [id]: v };
  };
  return { ...read('title'), ...read('severity'), ...read('service'), ...read('impact'), ...read('customers') };
}
