/** The last lines of every container of some pods, searched for words, within one budget that is shared fairly. */
import type { V1Pod } from '@kubernetes/client-node';
import type { LogOptions, Logs, LogsOf } from '../../ports/cluster.ts';
import { Fault } from '../../ports/fault.ts';
import type { KubernetesApi } from './api.ts';
import { type Searched, searched } from './log-text.ts';
import { podsOf } from './pods.ts';
import { selectorText } from './selector.ts';

const BUDGET = 64 * 1024;
const MOST_PODS = 20;
const AT_ONCE = 4;
/** Bytes read of a container at once. */
const READ = 1024 * 1024;

export async function logLines(api: KubernetesApi, namespace: string, of: LogsOf, options: LogOptions): Promise<Logs> {
  const pods = await podsFor(api, namespace, of);
  const { container } = options;
  const words = (options.words ?? []).map((w) => w.toLowerCase());
  const sources = pods
    .slice(0, MOST_PODS)
    .flatMap(containersOf)
    .filter((s) => container === undefined || s.container === container);
  const share = Math.floor(BUDGET / Math.max(1, sources.length));
  const told: Told[] = [];
  for (let i = 0; i < sources.length; i += AT_ONCE) {
    const some = sources.slice(i, i + AT_ONCE);
    told.push(...(await Promise.all(some.map((s) => tailOf(api, namespace, s, { options, words, share })))));
  }
  const sum = (what: (t: Told) => number) => told.reduce((n, t) => n + what(t), 0);
  const shortened = told.filter((t) => t.shortened).length;
  return {
    lines: told.flatMap((t) => t.lines),
    looked: sum((t) => t.looked),
    found: sum((t) => t.found),
    matches: Object.fromEntries((options.words ?? []).map((w, i) => [w, sum((t) => t.counts[i] ?? 0)])),
    missing: [
      ...(pods.length > MOST_PODS ? [`only ${MOST_PODS} of ${pods.length} pods were looked at`] : []),
      ...(shortened > 0 ? [`of ${shortened} containers only the newest lines were read: theirs are very long`] : []),
    ],
  };
}

async function podsFor(api: KubernetesApi, namespace: string, of: LogsOf): Promise<V1Pod[]> {
  if ('deployment' in of) return podsOf(api, namespace, of.deployment);
  if ('statefulset' in of) return withLabels(api, namespace, await selectorOf(api, namespace, of.statefulset));
  if ('selector' in of) return withLabels(api, namespace, of.selector);
  return podsWhere(api, namespace, { fieldSelector: `metadata.name=${of.pod}` });
}

const withLabels = (api: KubernetesApi, namespace: string, labelSelector: string) =>
  podsWhere(api, namespace, { labelSelector });

async function podsWhere(
  api: KubernetesApi,
  namespace: string,
  query: { labelSelector: string } | { fieldSelector: string },
): Promise<V1Pod[]> {
  const { items } = await api.read(`list pods in ${namespace}`, (o) =>
    api.core.listNamespacedPod({ namespace, limit: 500, ...query }, o),
  );
  return items;
}

/** Looked for with a list, which is the right that looking at stateful sets needs anyway. */
async function selectorOf(api: KubernetesApi, namespace: string, name: string): Promise<string> {
  const { items } = await api.read(`list statefulsets in ${namespace}`, (o) =>
    api.apps.listNamespacedStatefulSet({ namespace, fieldSelector: `metadata.name=${name}` }, o),
  );
  const text = selectorText(items[0]?.spec?.selector);
  // Without one every pod of the namespace would be read.
  if (text !== '') return text;
  throw new Fault('permanent', 'kubernetes.not-found', `there is no stateful set ${name} in ${namespace}`);
}

interface Source {
  readonly pod: string;
  readonly container: string;
}

function containersOf(pod: V1Pod): Source[] {
  return (pod.spec?.containers ?? []).map((c) => ({ pod: pod.metadata?.name ?? '', container: c.name }));
}

interface Told extends Searched {
  readonly shortened: boolean;
}

async function tailOf(
  api: KubernetesApi,
  namespace: string,
  s: Source,
  { options, words, share }: { options: LogOptions; words: readonly string[]; share: number },
): Promise<Told> {
  const prefix = `${s.pod}/${s.container}: `;
  try {
    const { text, shortened } = await newestText(api, namespace, s, options);
    return { ...searched(text, words, prefix, share), shortened };
  } catch (e) {
    // A container that has not started, or a pod that is gone by now, says so in its place; the others still count.
    if (e instanceof Fault && (e.code === 'kubernetes.400' || e.code === 'kubernetes.not-found')) {
      return { lines: [`${prefix}(no log: ${e.message})`], looked: 0, found: 0, counts: [], shortened: false };
    }
    throw e;
  }
}

/**
 * The cluster begins `tailLines` from the end and stops after `limitBytes`: what is too long loses its newest lines. So fewer
 * are asked for until all of them come. One line that is longer than everything is cut.
 */
async function newestText(
  api: KubernetesApi,
  namespace: string,
  { pod, container }: Source,
  { tail, since, previous }: LogOptions,
): Promise<{ readonly text: string; readonly shortened: boolean }> {
  for (let tailLines = tail; ; ) {
    const answer = await api.read(`get logs of ${namespace}/${pod}`, (o) =>
      api.core.readNamespacedPodLog(
        {
          ...{ namespace, name: pod, container, tailLines, limitBytes: READ },
          ...(since === undefined ? {} : { sinceSeconds: since }),
          ...(previous ? { previous } : {}),
        },
        o,
      ),
    );
    const text = String(answer ?? '');
    if (Buffer.byteLength(text) < READ || tailLines <= 1) return { text, shortened: tailLines < tail };
    const whole = text.split('\n').length - 1;
    tailLines = Math.max(1, Math.min(whole, Math.floor(tailLines / 2)));
  }
}
