/** Answers GET pods/…/log: which container, which run, which lines, and following along. */
import type { SimReply } from '../http/server.ts';
import type { Cluster } from './cluster.ts';
import type { Run } from './kubelet.ts';
import { type Line, linesBetween, type Story } from './logs.ts';
import type { Pod } from './objects.ts';
import { isReady, runsOnce } from './pod-object.ts';
import type { ApiRequest } from './request.ts';
import type { ResourceInfo } from './resources.ts';
import { badRequest, notFound } from './status.ts';

export function podLog(cluster: Cluster, a: ApiRequest, info: ResourceInfo): SimReply {
  const pod = cluster.store.get('pods', a.namespace, a.name);
  if (!pod) throw notFound(info, a.name);
  const { query } = a.req;
  const container = pickContainer(pod, query.get('container') ?? '');
  const run = pickRun(cluster, pod, container, query.get('previous') === 'true');
  const format = (l: Line) =>
    `${query.get('timestamps') === 'true' ? `${new Date(l.at).toISOString().replace('Z', '000000Z')} ` : ''}${l.text}\n`;
  const tell = (): Story => {
    const now = cluster.store.get('pods', a.namespace, a.name);
    const image = pod.spec.containers.find((c) => c.name === container)?.image ?? '';
    const busy = now !== undefined && now.metadata.uid === pod.metadata.uid && isReady(now);
    return { run, pod: pod.metadata.name, image, behaviour: cluster.images.of(image), busy, once: runsOnce(pod) };
  };
  const seconds = query.get('sinceSeconds');
  const sinceTime = query.get('sinceTime');
  const from =
    seconds !== null ? cluster.now() - Number(seconds) * 1000 : sinceTime !== null ? Date.parse(sinceTime) : 0;
  const tail = query.get('tailLines');
  const all = linesBetween(tell(), from, cluster.now(), tail === null ? undefined : Math.max(0, Number(tail)));
  const shown = tail === null ? all : Number(tail) <= 0 ? [] : all.slice(-Number(tail));
  const headers = { 'content-type': 'text/plain' };
  if (query.get('follow') === 'true')
    return { status: 200, headers, stream: follow(cluster, a, pod, tell, shown.map(format), format) };
  const text = shown.map(format).join('');
  const limit = query.get('limitBytes');
  return { status: 200, headers, body: limit === null ? text : text.slice(0, Number(limit)) };
}

async function* follow(
  cluster: Cluster,
  a: ApiRequest,
  pod: Pod,
  tell: () => Story,
  shown: readonly string[],
  format: (l: Line) => string,
): AsyncGenerator<string> {
  let seen = cluster.now();
  yield shown.join('');
  while (!a.req.closed.aborted) {
    cluster.settle();
    const now = cluster.now();
    const news = linesBetween(tell(), seen, now);
    seen = now;
    if (news.length > 0) yield news.map(format).join('');
    const alive = cluster.store.get('pods', a.namespace, a.name)?.metadata.uid === pod.metadata.uid;
    if (!alive || tell().run.finishedAt !== undefined) return;
    await cluster.changed(a.req.closed, 1000);
  }
}

function pickContainer(pod: Pod, asked: string): string {
  const names = pod.spec.containers.map((c) => c.name);
  if (asked === '' && names.length > 1)
    throw badRequest(
      `a container name must be specified for pod ${pod.metadata.name}, choose one of: [${names.join(' ')}]`,
    );
  const name = asked === '' ? (names[0] ?? '') : asked;
  if (!names.includes(name)) throw badRequest(`container ${name} is not valid for pod ${pod.metadata.name}`);
  return name;
}

function pickRun(cluster: Cluster, pod: Pod, container: string, previous: boolean): Run {
  const runs = cluster.kubelet.runs(pod, container);
  const waiting = pod.status.containerStatuses.find((s) => s.name === container)?.state.waiting;
  if (previous) {
    const run = waiting?.reason === 'CrashLoopBackOff' ? runs.at(-1) : runs.at(-2);
    if (run) return run;
    throw badRequest(`previous terminated container "${container}" in pod "${pod.metadata.name}" not found`);
  }
  const run = runs.at(-1);
  if (run) return run;
  const why = waiting?.reason.includes('Image')
    ? 'trying and failing to pull image'
    : (waiting?.reason ?? 'ContainerCreating');
  throw badRequest(
    why === 'ContainerCreating'
      ? `container "${container}" in pod "${pod.metadata.name}" is waiting to start: ContainerCreating`
      : `container "${container}" in pod "${pod.metadata.name}" is waiting to start: ${why}`,
  );
}
