/** The last lines of every container of a deployment, within one budget that is shared fairly. */

import { stripVTControlCharacters } from 'node:util';
import type { V1Pod } from '@kubernetes/client-node';
import { storable } from '../../lib/json.ts';
import type { LogOptions, LogsOf } from '../../ports/cluster.ts';
import { Fault } from '../../ports/fault.ts';
import type { KubernetesApi } from './api.ts';
import { podsOf } from './pods.ts';

const BUDGET = 64 * 1024;
const MOST_PODS = 20;
const AT_ONCE = 4;
const LONGEST_LINE = 4_000;
/** Read per container before cutting; the newest part of it is kept. */
const READ = 1024 * 1024;

export async function logLines(
  api: KubernetesApi,
  namespace: string,
  of: LogsOf,
  options: LogOptions,
): Promise<readonly string[]> {
  const pods = (await podsFor(api, namespace, of)).slice(0, MOST_PODS);
  const { container } = options;
  const sources = pods.flatMap(containersOf).filter((s) => container === undefined || s.container === container);
  if (sources.length === 0) return [];
  const share = Math.floor(BUDGET / sources.length);
  const out: string[][] = [];
  for (let i = 0; i < sources.length; i += AT_ONCE) {
    const some = sources.slice(i, i + AT_ONCE);
    out.push(...(await Promise.all(some.map((s) => tailOf(api, namespace, s, options, share)))));
  }
  return out.flat();
}

async function podsFor(api: KubernetesApi, namespace: string, of: LogsOf): Promise<V1Pod[]> {
  if ('deployment' in of) return podsOf(api, namespace, of.deployment);
  const query = 'selector' in of ? { labelSelector: of.selector } : { fieldSelector: `metadata.name=${of.pod}` };
  const { items } = await api.read(`list pods in ${namespace}`, (o) =>
    api.core.listNamespacedPod({ namespace, limit: MOST_PODS, ...query }, o),
  );
  return items;
}

interface Source {
  readonly pod: string;
  readonly container: string;
}

function containersOf(pod: V1Pod): Source[] {
  return (pod.spec?.containers ?? []).map((c) => ({ pod: pod.metadata?.name ?? '', container: c.name }));
}

async function tailOf(
  api: KubernetesApi,
  namespace: string,
  s: Source,
  { tail, since, previous }: LogOptions,
  share: number,
): Promise<string[]> {
  const prefix = `${s.pod}/${s.container}: `;
  try {
    const text = await api.read(`get logs of ${namespace}/${s.pod}`, (o) =>
      api.core.readNamespacedPodLog(
        {
          ...{ namespace, name: s.pod, container: s.container, tailLines: tail, limitBytes: READ },
          ...(since === undefined ? {} : { sinceSeconds: since }),
          ...(previous ? { previous } : {}),
        },
        o,
      ),
    );
    return newest(String(text ?? ''), prefix, share);
  } catch (e) {
    // A container that has not started, or a pod that is gone by now, says so in its place; the others still count.
    if (e instanceof Fault && (e.code === 'kubernetes.400' || e.code === 'kubernetes.not-found')) {
      return [`${prefix}(no log: ${e.message})`];
    }
    throw e;
  }
}

/** From the end backwards, as many whole lines as fit. */
function newest(text: string, prefix: string, share: number): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  const out: string[] = [];
  let left = share;
  for (let i = lines.length - 1; i >= 0; i--) {
    const line = prefix + clean(lines[i] ?? '');
    left -= Buffer.byteLength(line) + 1;
    if (left < 0) break;
    out.push(line);
  }
  return out.reverse();
}

/** No terminal escapes, no control characters, no endless lines. */
function clean(line: string): string {
  const most = line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line;
  return storable(stripVTControlCharacters(most)).replace(/(?!\t)\p{Cc}/gu, '');
}
