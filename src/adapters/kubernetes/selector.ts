/** A deployment's selector as the API takes it in a query, and as a test on labels. */
import type { V1LabelSelector } from '@kubernetes/client-node';

type Labels = Readonly<Record<string, string>>;

export function selectorText(s: V1LabelSelector | undefined): string {
  const equal = Object.entries(s?.matchLabels ?? {}).map(([k, v]) => `${k}=${v}`);
  const rules = (s?.matchExpressions ?? []).map(({ key, operator, values = [] }) => {
    switch (operator) {
      case 'In':
        return `${key} in (${values.join(',')})`;
      case 'NotIn':
        return `${key} notin (${values.join(',')})`;
      case 'DoesNotExist':
        return `!${key}`;
      default:
        return key;
    }
  });
  return [...equal, ...rules].join(',');
}

/** An empty selector selects everything, as in policy/v1. */
export function selects(s: V1LabelSelector | undefined, labels: Labels): boolean {
  if (!s) return false;
  const equal = Object.entries(s.matchLabels ?? {}).every(([k, v]) => labels[k] === v);
  return equal && (s.matchExpressions ?? []).every((rule) => holds(rule, labels[rule.key]));
}

function holds({ operator, values = [] }: { operator: string; values?: string[] }, value: string | undefined): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'DoesNotExist':
      return value === undefined;
    default:
      return value !== undefined;
  }
}
