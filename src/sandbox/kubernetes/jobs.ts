/** The job controller: one pod, which ends well or not, or is ended when its time is up. */
import type { ClusterContext } from './context.ts';
import { stamp } from './ids.ts';
import type { Kubelet } from './kubelet.ts';
import type { Job, Pod } from './objects.ts';
import { isOwnedBy, newPod, type Owner } from './pod-object.ts';

const SECOND = 1000;

export class Jobs {
  readonly #x: ClusterContext;
  readonly #kubelet: Kubelet;
  #serial = 0;

  constructor(context: ClusterContext, kubelet: Kubelet) {
    this.#x = context;
    this.#kubelet = kubelet;
  }

  sync(job: Job): void {
    const template = job.spec?.template;
    if (!template || over(job)) return;
    const pod = this.#x.store.list('pods', job.metadata.namespace).find((p) => isOwnedBy(p, job.metadata.uid));
    if (!pod) this.#begin(job, { ...job, spec: { template } });
    else if (pod.status.phase === 'Succeeded')
      this.#end(job, 'Complete', 'CompletionsReached', 'Reached expected number of succeeded pods');
    else if (pod.status.phase === 'Failed')
      this.#end(job, 'Failed', 'BackoffLimitExceeded', 'Job has reached the specified backoff limit');
  }

  #begin(job: Job, owner: Owner): void {
    const now = this.#x.now();
    const named = { 'job-name': job.metadata.name, 'batch.kubernetes.io/job-name': job.metadata.name };
    const { template } = owner.spec;
    const labelled = {
      ...template,
      metadata: { ...template.metadata, labels: { ...template.metadata?.labels, ...named } },
    };
    this.#serial += 1;
    const nodes = this.#x.store.list('nodes').flatMap((n) => (n.spec.unschedulable ? [] : [n.metadata.name]));
    const made = newPod({ ...owner, spec: { template: labelled } }, this.#serial, { now, nodes });
    const pod: Pod = this.#x.store.put('pods', made);
    this.#x.store.edit('jobs', job, (j) => {
      j.status = { active: 1, startTime: stamp(now) };
    });
    const message = `Created pod: ${pod.metadata.name}`;
    this.#x.say({ about: job, reason: 'SuccessfulCreate', message, component: 'job-controller' });
    this.#kubelet.adopt(pod);
    const seconds = job.spec?.activeDeadlineSeconds;
    if (seconds === undefined) return;
    this.#x.agenda.at(now + seconds * SECOND, () => this.#late(job, pod));
  }

  #late(job: Job, pod: Pod): void {
    const now = this.#x.store.get('jobs', job.metadata.namespace ?? '', job.metadata.name);
    if (!now || now.metadata.uid !== job.metadata.uid || over(now)) return;
    this.#end(now, 'Failed', 'DeadlineExceeded', 'Job was active longer than specified deadline');
    this.#kubelet.terminate(pod);
  }

  #end(job: Job, type: 'Complete' | 'Failed', reason: string, message: string): void {
    const at = stamp(this.#x.now());
    this.#x.store.edit('jobs', job, (j) => {
      j.status = {
        ...(j.status?.startTime ? { startTime: j.status.startTime } : {}),
        ...(type === 'Complete' ? { succeeded: 1, completionTime: at } : { failed: 1 }),
        conditions: [{ type, status: 'True', reason, message, lastTransitionTime: at }],
      };
    });
    const said = type === 'Complete' ? { reason: 'Completed', message: 'Job completed' } : { reason, message };
    this.#x.say({ about: job, ...said, type: type === 'Complete' ? 'Normal' : 'Warning', component: 'job-controller' });
  }
}

const over = ({ status }: Job): boolean =>
  status?.succeeded !== undefined || status?.failed !== undefined || (status?.conditions?.length ?? 0) > 0;
