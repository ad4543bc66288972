/** A query as a parameter: PromQL, unless an expression still stands in it. */
import { z } from 'zod';
import { promqlSlip } from '../../../lib/promql.ts';

export const promql = z
  .string()
  .min(1)
  .max(5_000)
  .superRefine((query, context) => {
    const slip = query.includes('${{') ? undefined : promqlSlip(query);
    if (slip) context.addIssue({ code: 'custom', message: slip.message });
  });
