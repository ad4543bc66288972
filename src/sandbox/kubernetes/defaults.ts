/** What the API server fills in when a deployment or an autoscaler leaves it out. */
import { type Fields, isFields } from './json.ts';

const put = (o: Fields, k: string, v: unknown) => {
  if (o[k] === undefined) o[k] = v;
};

/** Completes the object in place; leaves alone what has the wrong shape, which validation then names. */
export function completeDeployment(object: Fields): void {
  const { spec } = object;
  if (!isFields(spec)) return;
  put(spec, 'replicas', 1);
  put(spec, 'revisionHistoryLimit', 10);
  put(spec, 'progressDeadlineSeconds', 600);
  put(spec, 'strategy', {});
  if (isFields(spec.strategy)) {
    put(spec.strategy, 'type', 'RollingUpdate');
    if (spec.strategy.type === 'RollingUpdate') {
      put(spec.strategy, 'rollingUpdate', {});
      if (isFields(spec.strategy.rollingUpdate)) {
        put(spec.strategy.rollingUpdate, 'maxSurge', '25%');
        put(spec.strategy.rollingUpdate, 'maxUnavailable', '25%');
      }
    }
  }
  if (!isFields(spec.template)) return;
  put(spec.template, 'metadata', {});
  // Restart annotations come with a null creation time from some clients.
  if (isFields(spec.template.metadata) && spec.template.metadata.creationTimestamp === null)
    delete spec.template.metadata.creationTimestamp;
  const pod = spec.template.spec;
  if (!isFields(pod)) return;
  put(pod, 'restartPolicy', 'Always');
  put(pod, 'terminationGracePeriodSeconds', 30);
  put(pod, 'dnsPolicy', 'ClusterFirst');
  put(pod, 'securityContext', {});
  put(pod, 'schedulerName', 'default-scheduler');
  for (const c of Array.isArray(pod.containers) ? pod.containers : []) {
    if (!isFields(c)) continue;
    put(c, 'resources', {});
    put(c, 'terminationMessagePath', '/dev/termination-log');
    put(c, 'terminationMessagePolicy', 'File');
    put(c, 'imagePullPolicy', typeof c.image === 'string' && /:[^/]+$/.test(c.image) ? 'IfNotPresent' : 'Always');
    for (const p of Array.isArray(c.ports) ? c.ports : []) if (isFields(p)) put(p, 'protocol', 'TCP');
  }
}

export function completeAutoscaler(object: Fields): void {
  const { spec } = object;
  if (!isFields(spec)) return;
  put(spec, 'minReplicas', 1);
  const target = { type: 'Utilization', averageUtilization: 80 };
  put(spec, 'metrics', [{ type: 'Resource', resource: { name: 'cpu', target } }]);
}
