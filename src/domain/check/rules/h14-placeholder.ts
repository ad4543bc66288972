/** H14: `<pod-name>`, `YOUR_ROUTING_KEY`: what somebody was to fill in, and nobody did. */
import type { Rule } from '../model.ts';
import { matches, textsOf } from '../texts.ts';

const PLACEHOLDER =
  /<[a-z][a-z0-9]*(?:[-_ ][a-z0-9]+){0,4}>|\bYOUR[-_][A-Z0-9_]+|\byour-[a-z0-9-]*(?:api|app|bucket|cluster|domain|host|key|namespace|pod|server|service|token|url)\b|\b(?:TODO|FIXME|TBD|XXX|CHANGE_?ME|REPLACE_?ME)\b|\bLATEST_BACKUP\b|(?<![\w$])\$[A-Z][A-Z0-9_]{2,}\b/;
/** A pair of tags is markup: configuration of Fluentd, not something to fill in. */
const MARKUP = /<\/[a-z]+>/;
/** A host that is kept for documents; service.yaml is where the real one belongs. */
const RESERVED = /(?:\/\/|@)(?:[\w-]+[.])*example[.](?:com|org|net)\b/;

export const placeholder: Rule = {
  id: 'H14',
  title: 'A placeholder that nobody filled in',
  why: 'At 03:00 somebody has to find out what <pod-name> means here, and types something. A step that runs takes it literally.',
  remedy:
    'Declare it under inputs: with a type and its bounds, or write it once as a value of service.yaml: "${{ inputs.pod }}", "${{ service.api }}"',
  gravity: 'error',
  example: {
    fires: 'name: Logs\nsteps:\n  - manual.task: Look into the log of <pod-name>\n',
    fine: 'name: Logs\ninputs:\n  pod: { type: string }\nsteps:\n  - manual.task: "Look into the log of ${{ inputs.pod }}"\n',
  },
  find: ({ runbooks }) =>
    runbooks.flatMap((paper) => {
      const texts = textsOf(paper).filter(({ path }) => !path.includes('sql') && !path.includes('pattern'));
      return [
        ...matches(
          texts.filter(({ text }) => !MARKUP.test(text)),
          PLACEHOLDER,
        ),
        ...matches(texts, RESERVED),
      ];
    }),
};
