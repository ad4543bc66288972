/** wait: nothing for a while. To wait for something, give a step that looks an `until`. */
import { z } from 'zod';
import { duration } from '../../../lib/yaml/fields.ts';
import { tellKind } from './tell-kind.ts';

export const wait = tellKind({
  name: 'wait',
  summary: 'Waits for a time; it survives restarts.',
  params: z.strictObject({ for: duration({ min: 1_000, max: 86_400_000 }) }),
  offers: { shorthand: 'for' },
  examples: [{ means: 'Two minutes', params: { for: '2m' } }],
  tell: (p) => ({ wait: p.for }),
});
