/** What a text must look like: a regular expression for all of it, as runbooks may write one. */
import { z } from 'zod';

/** Bounded and without what can run wild: `(a+)+` never comes to an end. */
export const pattern = z
  .string()
  .min(1)
  .max(200)
  .refine((p) => !/\)[*+{]/.test(p), 'must not repeat a group: (a+)+')
  .refine((p) => {
    try {
      return new RegExp(`^(?:${p})$`, 'u') !== undefined;
    } catch {
      return false;
    }
  }, 'is not a regular expression');
