/** Names that expressions can say: `steps.my-id` would be a subtraction, and `steps.in` does not parse. */
import { checkExpression } from '../../lib/expression.ts';
import { text } from '../../lib/yaml/fields.ts';

export const identifier = text(40).superRefine((value, context) => {
  const fits = /^[A-Za-z][A-Za-z0-9_]*$/.test(value);
  // What every object has by birth (`constructor`, `toString`) is nobody's own name.
  const taken = value in {};
  if (fits && !taken && checkExpression(`steps.${value}`) === undefined) return;
  const message = fits
    ? `${value} is a word of ${taken ? 'every object' : 'the expression language'}`
    : `${JSON.stringify(value)} cannot be read in an expression`;
  const instead = fits
    ? 'choose another name'
    : `write letters, digits and _ only: ${value.replace(/[^A-Za-z0-9_]+/g, '_')}`;
  context.addIssue({ code: 'custom', message, params: { instead } });
});
