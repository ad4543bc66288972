/** Refuses deployments, autoscalers and budgets that Kubernetes would refuse, with the field and its words. */
import { type Fields, isFields, same } from './json.ts';
import type { Cause } from './status.ts';

export class Malformed extends Error {}

const NAME = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;
const wrong = (field: string, value: unknown, why: string): Cause => ({
  reason: 'FieldValueInvalid',
  field,
  message: `Invalid value: ${typeof value === 'object' ? JSON.stringify(value) : typeof value === 'string' ? `"${value}"` : String(value)}: ${why}`,
});
const required = (field: string, why = ''): Cause => ({
  reason: 'FieldValueRequired',
  field,
  message: why === '' ? 'Required value' : `Required value: ${why}`,
});
const NOT_NEGATIVE = 'must be greater than or equal to 0';

export function checkName(name: unknown): Cause[] {
  if (typeof name !== 'string' || name === '') return [required('metadata.name', 'name or generateName is required')];
  if (NAME.test(name) && name.length <= 253) return [];
  return [
    wrong(
      'metadata.name',
      name,
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
    ),
  ];
}

/** A number where a number belongs is a matter of decoding, not of validation: 400, not 422. */
export function wholeNumber(value: unknown, path: string): number {
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  const got = Number.isFinite(value) ? `number ${String(value)}` : Array.isArray(value) ? 'array' : typeof value;
  throw new Malformed(`json: cannot unmarshal ${got} into Go struct field ${path} of type int32`);
}

export function checkReplicas(replicas: unknown, kind: string): Cause[] {
  const n = wholeNumber(replicas, `${kind}Spec.spec.replicas`);
  return n < 0 ? [wrong('spec.replicas', n, NOT_NEGATIVE)] : [];
}

export function checkDeployment(next: Fields, before: Fields | undefined): Cause[] {
  const spec = isFields(next.spec) ? next.spec : {};
  const causes = checkReplicas(spec.replicas, 'Deployment');
  for (const k of ['minReadySeconds', 'revisionHistoryLimit', 'progressDeadlineSeconds'] as const)
    if (spec[k] !== undefined && wholeNumber(spec[k], `DeploymentSpec.spec.${k}`) < 0)
      causes.push(wrong(`spec.${k}`, spec[k], NOT_NEGATIVE));
  causes.push(...checkStrategy(spec.strategy), ...checkSelector(spec), ...checkTemplate(spec.template));
  const old = before && isFields(before.spec) ? before.spec.selector : undefined;
  if (old !== undefined && !same(old, spec.selector))
    causes.push(wrong('spec.selector', spec.selector, 'field is immutable'));
  return causes;
}

function checkSelector(spec: Fields): Cause[] {
  const selector = isFields(spec.selector) ? spec.selector.matchLabels : undefined;
  if (!isFields(selector) || Object.keys(selector).length === 0) return [required('spec.selector')];
  const template =
    isFields(spec.template) && isFields(spec.template.metadata) ? spec.template.metadata.labels : undefined;
  const labels = isFields(template) ? template : {};
  if (Object.entries(selector).every(([k, v]) => labels[k] === v)) return [];
  return [wrong('spec.template.metadata.labels', labels, '`selector` does not match template `labels`')];
}

function checkStrategy(strategy: unknown): Cause[] {
  if (!isFields(strategy)) return [];
  if (strategy.type !== 'RollingUpdate' && strategy.type !== 'Recreate')
    return [
      {
        reason: 'FieldValueInvalid',
        field: 'spec.strategy.type',
        message: `Unsupported value: "${String(strategy.type)}": supported values: "Recreate", "RollingUpdate"`,
      },
    ];
  const rolling = strategy.rollingUpdate;
  if (strategy.type === 'Recreate')
    return rolling === undefined
      ? []
      : [
          {
            reason: 'FieldValueForbidden',
            field: 'spec.strategy.rollingUpdate',
            message: "Forbidden: may not be specified when strategy `type` is 'Recreate'",
          },
        ];
  if (!isFields(rolling)) return [];
  const causes: Cause[] = [];
  for (const k of ['maxUnavailable', 'maxSurge'] as const) {
    const v = rolling[k];
    if (!(typeof v === 'number' ? v >= 0 : typeof v === 'string' && /^\d+%$/.test(v)))
      causes.push(
        wrong(
          `spec.strategy.rollingUpdate.${k}`,
          v,
          typeof v === 'number'
            ? NOT_NEGATIVE
            : "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%')",
        ),
      );
  }
  const none = (v: unknown) => v === 0 || v === '0%';
  if (none(rolling.maxUnavailable) && none(rolling.maxSurge))
    causes.push(wrong('spec.strategy.rollingUpdate.maxUnavailable', 0, 'may not be 0 when `maxSurge` is 0'));
  return causes;
}

function checkTemplate(template: unknown): Cause[] {
  const pod = isFields(template) && isFields(template.spec) ? template.spec : {};
  const at = 'spec.template.spec';
  if (pod.restartPolicy !== undefined && pod.restartPolicy !== 'Always')
    return [
      {
        reason: 'FieldValueInvalid',
        field: `${at}.restartPolicy`,
        message: `Unsupported value: "${String(pod.restartPolicy)}": supported values: "Always"`,
      },
    ];
  if (!Array.isArray(pod.containers) || pod.containers.length === 0) return [required(`${at}.containers`)];
  const seen = new Set<unknown>();
  return pod.containers.flatMap((c: unknown, i): Cause[] => {
    const box = isFields(c) ? c : {};
    const here = `${at}.containers[${i}]`;
    const causes: Cause[] = [];
    if (typeof box.name !== 'string' || box.name === '') causes.push(required(`${here}.name`));
    else if (seen.has(box.name))
      causes.push({ reason: 'FieldValueDuplicate', field: `${here}.name`, message: `Duplicate value: "${box.name}"` });
    seen.add(box.name);
    if (typeof box.image !== 'string' || box.image === '') causes.push(required(`${here}.image`));
    else if (box.image.trim() !== box.image)
      causes.push(wrong(`${here}.image`, box.image, 'must not have leading or trailing whitespace'));
    return causes;
  });
}

export function checkAutoscaler(next: Fields): Cause[] {
  const spec = isFields(next.spec) ? next.spec : {};
  const min =
    spec.minReplicas === undefined ? 1 : wholeNumber(spec.minReplicas, 'HorizontalPodAutoscalerSpec.spec.minReplicas');
  const max = wholeNumber(spec.maxReplicas ?? 0, 'HorizontalPodAutoscalerSpec.spec.maxReplicas');
  const causes: Cause[] = [];
  if (!isFields(spec.scaleTargetRef) || !spec.scaleTargetRef.name) causes.push(required('spec.scaleTargetRef.name'));
  if (min < 1) causes.push(wrong('spec.minReplicas', min, 'must be greater than or equal to 1'));
  if (max < 1) causes.push(wrong('spec.maxReplicas', max, 'must be greater than 0'));
  else if (max < min) causes.push(wrong('spec.maxReplicas', max, 'must be greater than or equal to `minReplicas`'));
  return causes;
}

export function checkBudget(next: Fields): Cause[] {
  const spec = isFields(next.spec) ? next.spec : {};
  if (spec.minAvailable === undefined || spec.maxUnavailable === undefined) return [];
  return [wrong('spec', spec, 'minAvailable and maxUnavailable cannot be both set')];
}
