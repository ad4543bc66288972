/** H11: five errors in a hundred seconds, or five in a hundred requests? */
import type { Rule } from '../model.ts';
import { queriesOf } from '../promql.ts';

const ERRORS = /\b(?:rate|irate)\s*\([^)]*(?:status|code)[a-z_]*\s*=~?\s*["'](?:5|4)/;
/** A share is less than one. */
const SHARE = /\bvalue\s*[<>]=?\s*0?\.\d+/;

export const errorsAreNoShare: Rule = {
  id: 'H11',
  title: 'Errors for each second, read as a share',
  why: 'rate(errors) > 0.05 is one error in twenty seconds, not five in a hundred requests. A busy service never passes it; a quiet one that fails every request does.',
  remedy:
    'Divide by all requests: sum(rate(http_requests_total{status=~"5.."}[5m])) / sum(rate(http_requests_total[5m]))',
  gravity: 'error',
  example: {
    fires: `name: Errors\nsteps:\n  - prometheus.query: 'sum(rate(http_requests_total{status=~"5.."}[5m]))'\n    expect: value < 0.05\n`,
    fine: `name: Errors\nsteps:\n  - prometheus.query: 'sum(rate(http_requests_total{status=~"5.."}[5m])) / sum(rate(http_requests_total[5m]))'\n    expect: value < 0.05\n`,
  },
  find: (material) =>
    queriesOf(material)
      .filter(({ text, step: { params, beside } }) => {
        const limits = [params.below, params.above].filter((n) => typeof n === 'number');
        const share = SHARE.test(String(beside.expect ?? '')) || limits.some((n) => n > 0 && n < 1);
        return share && ERRORS.test(text) && !text.includes('/');
      })
      .map(({ file, path }) => ({ file, path, needle: 'rate', what: 'errors for each second, held against a share' })),
};
