/** Queries of the monitoring, with the step that asks. */
import type { Material, WrittenStep } from './model.ts';
import type { Text } from './texts.ts';

export interface Query extends Text {
  readonly step: WrittenStep;
}

export const queriesOf = ({ runbooks }: Material): readonly Query[] =>
  runbooks.flatMap(({ file, steps }) =>
    steps.flatMap((step) => {
      const text = step.kind.startsWith('prometheus.') ? step.params.query : undefined;
      return typeof text === 'string' ? [{ file, path: step.at('query'), text, step }] : [];
    }),
  );
