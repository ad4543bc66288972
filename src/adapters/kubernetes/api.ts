/** The generated clients behind one door: a deadline, a size cap and a Fault for every request. */
import {
  AppsV1Api,
  AuthorizationV1Api,
  AutoscalingV2Api,
  type ConfigurationOptions,
  CoreV1Api,
  CustomObjectsApi,
  Observable,
  type ObservableMiddleware,
  PolicyV1Api,
  type RequestContext,
  ResponseContext,
  setHeaderMiddleware,
  VersionApi,
} from '@kubernetes/client-node';
import { call, type OnCall } from '../http/call.ts';
import { readWhole } from '../http/read-body.ts';
import type { CallEffect } from '../http/target.ts';
import { kubernetesFault } from './errors.ts';
import { type KubernetesAccess, loadKubeConfig, type PooledKubeConfig } from './kubeconfig.ts';

export interface KubernetesOptions extends KubernetesAccess {
  /** Milliseconds per request. @default 10000 */
  readonly timeout?: number;
  readonly onCall?: OnCall | undefined;
  /** Milliseconds since the epoch; only for how old a pod is. */
  readonly now?: () => number;
}

/** A list of 500 pods is about 5 MB. */
const LARGEST = 16 * 1024 * 1024;

export type RequestOptions = ConfigurationOptions<ObservableMiddleware>;

export interface Answered<T> {
  readonly value: T;
  /** The answer as it came: the models drop fields they do not know. */
  readonly raw: string;
}

export class KubernetesApi {
  readonly core: CoreV1Api;
  /** Any group that is not the core one. */
  readonly custom: CustomObjectsApi;
  readonly apps: AppsV1Api;
  readonly autoscaling: AutoscalingV2Api;
  readonly policy: PolicyV1Api;
  readonly authorization: AuthorizationV1Api;
  readonly version: VersionApi;
  readonly now: () => number;
  readonly #config: PooledKubeConfig;
  readonly #timeout: number;
  readonly #onCall: OnCall | undefined;

  constructor(o: KubernetesOptions) {
    this.#config = loadKubeConfig(o);
    this.core = this.#config.makeApiClient(CoreV1Api);
    this.custom = this.#config.makeApiClient(CustomObjectsApi);
    this.apps = this.#config.makeApiClient(AppsV1Api);
    this.autoscaling = this.#config.makeApiClient(AutoscalingV2Api);
    this.policy = this.#config.makeApiClient(PolicyV1Api);
    this.authorization = this.#config.makeApiClient(AuthorizationV1Api);
    this.version = this.#config.makeApiClient(VersionApi);
    this.#timeout = o.timeout ?? 10_000;
    this.#onCall = o.onCall;
    this.now = o.now ?? Date.now;
  }

  async read<T>(operation: string, run: (options: RequestOptions) => Promise<T>): Promise<T> {
    return (await this.#ask(operation, 'read', {}, run)).value;
  }

  readRaw<T>(operation: string, run: (options: RequestOptions) => Promise<T>): Promise<Answered<T>> {
    return this.#ask(operation, 'read', {}, run);
  }

  /** `contentType` says which kind of patch the body is. */
  async change(
    operation: string,
    contentType: string,
    run: (options: RequestOptions) => Promise<unknown>,
  ): Promise<void> {
    await this.changeRaw(operation, contentType, run);
  }

  changeRaw<T>(
    operation: string,
    contentType: string,
    run: (options: RequestOptions) => Promise<T>,
  ): Promise<Answered<T>> {
    return this.#ask(operation, 'change', { contentType }, run);
  }

  async close(): Promise<void> {
    await this.#config.close();
  }

  #ask<T>(
    operation: string,
    effect: CallEffect,
    { contentType }: { contentType?: string },
    run: (options: RequestOptions) => Promise<T>,
  ): Promise<Answered<T>> {
    const plan = {
      vendor: 'kubernetes',
      label: 'the cluster',
      operation,
      effect,
      deadline: this.#timeout,
      onCall: this.#onCall,
    };
    return call({ ...plan, translate: (e) => kubernetesFault(plan, e) }, async (signal) => {
      let raw = '';
      const watch = bounded(signal, (text) => {
        raw = text;
      });
      const type = contentType === undefined ? [] : [setHeaderMiddleware('Content-Type', contentType)];
      const value = await run({ middleware: [...type, watch], middlewareMergeStrategy: 'append' });
      // The client makes an empty object out of a proxy's HTML page, and an empty object looks like success.
      if (!isAnswer(value)) throw new Error('the answer is not a Kubernetes object');
      return { value, raw };
    });
  }
}

/** Logs are text, a version has a commit; everything else says what kind it is. */
function isAnswer(value: unknown): boolean {
  if (typeof value === 'string') return true;
  const { kind, gitVersion } = (value ?? {}) as { kind?: unknown; gitVersion?: unknown };
  return typeof kind === 'string' || typeof gitVersion === 'string';
}

/** The generated client has no time-out and no size limit of its own; both are put around its request here. */
function bounded(signal: AbortSignal, onText: (text: string) => void): ObservableMiddleware {
  return {
    pre(request: RequestContext) {
      request.setSignal(signal);
      return new Observable(Promise.resolve(request));
    },
    post(answer: ResponseContext) {
      const text = async () => {
        const whole = await readWhole(answer.body.stream(), LARGEST);
        onText(whole);
        return whole;
      };
      const body = { text, binary: async () => Buffer.from(await text()), stream: () => answer.body.stream() };
      return new Observable(Promise.resolve(new ResponseContext(answer.httpStatusCode, answer.headers, body)));
    },
  };
}
