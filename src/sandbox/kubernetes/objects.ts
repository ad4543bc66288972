/** The API objects this cluster hosts, as they are on the wire. */

export type Labels = Record<string, string>;

export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller: boolean;
  blockOwnerDeletion: boolean;
}

export interface Meta {
  name: string;
  namespace?: string;
  generateName?: string;
  uid: string;
  resourceVersion: string;
  generation?: number;
  creationTimestamp: string;
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  labels?: Labels;
  annotations?: Labels;
  ownerReferences?: OwnerReference[];
  managedFields?: readonly object[];
}

interface KubeBase {
  apiVersion: string;
  kind: string;
  metadata: Meta;
}

export interface Condition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason?: string;
  message?: string;
  lastUpdateTime?: string;
  lastTransitionTime?: string;
  lastProbeTime?: null;
}

export interface Container {
  name: string;
  image: string;
  resources?: { requests?: Labels; limits?: Labels };
  [more: string]: unknown;
}

export interface PodSpec {
  containers: Container[];
  nodeName?: string;
  [more: string]: unknown;
}

export interface PodTemplate {
  metadata: { labels?: Labels; annotations?: Labels };
  spec: PodSpec;
}

export interface Selector {
  matchLabels?: Labels;
}

export type IntOrPercent = number | string;

export interface Deployment extends KubeBase {
  spec: {
    replicas: number;
    selector: Selector;
    template: PodTemplate;
    strategy: { type: string; rollingUpdate?: { maxSurge: IntOrPercent; maxUnavailable: IntOrPercent } };
    minReadySeconds?: number;
    revisionHistoryLimit: number;
    progressDeadlineSeconds: number;
    paused?: boolean;
  };
  status: {
    observedGeneration?: number;
    replicas?: number;
    updatedReplicas?: number;
    readyReplicas?: number;
    availableReplicas?: number;
    unavailableReplicas?: number;
    conditions?: Condition[];
  };
}

export interface ReplicaSet extends KubeBase {
  spec: { replicas: number; minReadySeconds?: number; selector: Selector; template: PodTemplate };
  status: {
    observedGeneration?: number;
    replicas: number;
    fullyLabeledReplicas?: number;
    readyReplicas?: number;
    availableReplicas?: number;
  };
}

export interface Terminated {
  exitCode: number;
  reason: string;
  startedAt: string;
  finishedAt: string;
  containerID: string;
}

export interface ContainerState {
  waiting?: { reason: string; message?: string };
  running?: { startedAt: string };
  terminated?: Terminated;
}

export interface ContainerStatus {
  name: string;
  image: string;
  imageID: string;
  containerID?: string;
  ready: boolean;
  started: boolean;
  restartCount: number;
  state: ContainerState;
  lastState: ContainerState;
}

export interface Pod extends KubeBase {
  spec: PodSpec;
  status: {
    phase: 'Pending' | 'Running' | 'Failed' | 'Succeeded';
    conditions: Condition[];
    hostIP?: string;
    podIP?: string;
    podIPs?: { ip: string }[];
    startTime?: string;
    qosClass: string;
    containerStatuses: ContainerStatus[];
  };
}

export interface ObjectReference {
  kind: string;
  apiVersion: string;
  name: string;
  namespace: string;
  uid: string;
  fieldPath?: string;
}

export interface CoreEvent extends KubeBase {
  involvedObject: ObjectReference;
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
  count: number;
  firstTimestamp: string;
  lastTimestamp: string;
  eventTime: null;
  source: { component: string; host?: string };
  reportingComponent: string;
  reportingInstance: string;
}

export interface Autoscaler extends KubeBase {
  spec: {
    scaleTargetRef: { apiVersion: string; kind: string; name: string };
    minReplicas: number;
    maxReplicas: number;
    metrics: {
      type: 'Resource';
      resource: { name: 'cpu' | 'memory'; target: { type: 'Utilization'; averageUtilization: number } };
    }[];
  };
  status: {
    currentReplicas: number;
    desiredReplicas: number;
    lastScaleTime?: string;
    currentMetrics?: {
      type: 'Resource';
      resource: { name: 'cpu'; current: { averageUtilization: number; averageValue: string } };
    }[];
    conditions?: Condition[];
  };
}

export interface DisruptionBudget extends KubeBase {
  spec: { minAvailable?: IntOrPercent; maxUnavailable?: IntOrPercent; selector: Selector };
  status: {
    currentHealthy: number;
    desiredHealthy: number;
    disruptionsAllowed: number;
    expectedPods: number;
    observedGeneration?: number;
  };
}

export interface Namespace extends KubeBase {
  spec: { finalizers: string[] };
  status: { phase: 'Active' };
}

export interface Node extends KubeBase {
  spec: { podCIDR: string; unschedulable?: boolean };
  status: { conditions: Condition[]; capacity: Labels; allocatable: Labels; nodeInfo: Labels };
}

/** Kinds that no controller of this cluster works on: they are what somebody put there. */
export interface Plain extends KubeBase {
  spec?: { readonly [field: string]: unknown };
  status?: { readonly [field: string]: unknown };
  data?: Labels;
}

/** One that somebody only put there has no template. */
export interface Job extends KubeBase {
  spec?: { template?: PodTemplate; activeDeadlineSeconds?: number; [more: string]: unknown };
  status?: {
    active?: number;
    succeeded?: number;
    failed?: number;
    startTime?: string;
    completionTime?: string;
    conditions?: Condition[];
  };
}

/** Everything stored, by its plural name in the URL. */
export interface Kinds {
  namespaces: Namespace;
  nodes: Node;
  pods: Pod;
  events: CoreEvent;
  deployments: Deployment;
  replicasets: ReplicaSet;
  horizontalpodautoscalers: Autoscaler;
  poddisruptionbudgets: DisruptionBudget;
  services: Plain;
  configmaps: Plain;
  persistentvolumeclaims: Plain;
  statefulsets: Plain;
  daemonsets: Plain;
  jobs: Job;
  cronjobs: Plain;
  certificates: Plain;
}

export type Resource = keyof Kinds;
export type KubeObject = Kinds[Resource];
