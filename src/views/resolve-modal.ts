/** The form behind `Resolve…`: one sentence for those who were not there. */
import type { Incident } from '../domain/incident/model.ts';
import { say } from '../lib/text.ts';
import { lines } from './blocks.ts';
import { titleOf } from './headline-card.ts';
import { type ModalView, modal, textField, typedIn, type Values } from './modal.ts';

export const RESOLVE_FIELDS = { summary: 'summary' } as const;

export function resolveModal(incident: Incident, summary: string | undefined, channel?: string): ModalView {
  const running = incident.runs.filter((r) => r.status === 'running' || r.status === 'waiting');
  return modal('resolve', {
    title: `Resolve INC-${incident.id}`,
    submit: 'Resolve',
    meta: { incident: incident.id, ...(channel ? { channel } : {}) },
    blocks: [
      ...lines(
        [
          [titleOf(incident)],
          ...running.map((r) => say`⚠️ R-${r.run} (${r.name}) is still ${r.status}; it ends with the incident.`),
          say`Escalation stops and the open pages are closed.`,
        ],
        200,
      ),
      textField({
        id: RESOLVE_FIELDS.summary,
        label: 'What was it, and what fixed it?',
        max: 1_500,
        multiline: true,
        ...(summary ? { initial: summary } : {}),
      }),
    ],
  });
}

export function readResolve(values: Values): { summary?: string } {
  const summary = typedIn(values, RESOLVE_FIELDS.summary);
  return summary === undefined ? {} : { summary };
}
