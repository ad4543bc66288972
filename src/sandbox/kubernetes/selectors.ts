/** Label and field selectors, as in a query string or a selector object. */
import { isFields } from './json.ts';
import type { Labels } from './objects.ts';

export type Test = (labels: Labels) => boolean;

export function matchesLabels(selector: { matchLabels?: Labels }, labels: Labels): boolean {
  return Object.entries(selector.matchLabels ?? {}).every(([k, v]) => labels[k] === v);
}

const SET = /^([^\s!=,()]+)\s+(in|notin)\s+\(([^)]*)\)$/;
const EQUAL = /^([^\s!=,()]+)\s*(==|=|!=)\s*([^\s!=,()]*)$/;

/** Undefined when the text is not a label selector. */
export function labelTest(text: string): Test | undefined {
  const tests: Test[] = [];
  // Commas inside parentheses belong to a set.
  for (const part of text
    .split(/,(?![^(]*\))/)
    .map((p) => p.trim())
    .filter((p) => p !== '')) {
    const set = SET.exec(part);
    const equal = EQUAL.exec(part);
    if (set) {
      const [, key = '', op, list = ''] = set;
      const values = list.split(',').map((v) => v.trim());
      tests.push((l) => (op === 'in' ? values.includes(l[key] ?? '\0') : !values.includes(l[key] ?? '\0')));
    } else if (equal) {
      const [, key = '', op, value = ''] = equal;
      tests.push((l) => (op === '!=' ? l[key] !== value : l[key] === value));
    } else if (/^![^\s!=,()]+$/.test(part)) tests.push((l) => !(part.slice(1) in l));
    else if (/^[^\s!=,()]+$/.test(part)) tests.push((l) => part in l);
    else return undefined;
  }
  return (l) => tests.every((t) => t(l));
}

/** The fields Kubernetes can select by, for each resource; every resource has name and namespace. */
const FIELDS: Record<string, readonly string[]> = {
  pods: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'status.phase',
    'status.podIP',
  ],
  events: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  namespaces: ['status.phase'],
  replicasets: ['status.replicas'],
};

export type FieldTest = (object: unknown) => boolean;

/** The test, or the words of the refusal. */
export function fieldTest(resource: string, text: string): FieldTest | string {
  const tests: FieldTest[] = [];
  for (const part of text.split(',').filter((p) => p !== '')) {
    const found = /^([^=!]+)(==|=|!=)(.*)$/.exec(part);
    if (!found) return `invalid selector: '${text}'; can't understand '${part}'`;
    const [, field = '', op, value = ''] = found;
    const known = ['metadata.name', 'metadata.namespace', ...(FIELDS[resource] ?? [])];
    if (!known.includes(field)) return `field label not supported: ${field}`;
    tests.push((o) => (read(o, field.split('.')) === value) === (op !== '!='));
  }
  return (o) => tests.every((t) => t(o));
}

function read(value: unknown, path: readonly string[]): string {
  let at = value;
  for (const p of path) at = isFields(at) ? at[p] : undefined;
  if (isFields(at)) return String(at.component ?? '');
  return at === undefined || at === null ? '' : String(at);
}

/** `metadata.name=x` names one object: rights limited to resource names then apply to lists and watches too. */
export function selectedName(fieldSelector: string): string | undefined {
  return /(?:^|,)metadata\.name==?([^,]+)/.exec(fieldSelector)?.[1];
}
