/** What a container has written, worked out from its life: start-up, access lines with their errors, and last words. */
import { fraction } from './ids.ts';
import type { Behaviour } from './images.ts';
import type { Run } from './kubelet.ts';

export interface Line {
  readonly at: number;
  readonly text: string;
}

export interface Story {
  readonly run: Run;
  readonly pod: string;
  readonly image: string;
  readonly behaviour: Behaviour;
  /** Whether traffic reaches the pod now. */
  readonly busy: boolean;
  /** Not a service: it does its work and ends. */
  readonly once?: boolean;
}

const ENDPOINTS = ['/api/dashboards', '/api/search', '/api/login', '/api/reports'];
const EVERY = 1000;
/** More than anyone may ask for, less than a month of a quiet pod. */
const MOST = 5000;

function opening(s: Story): Line[] {
  const version = s.image.split(':').at(-1) ?? 'latest';
  const at = s.run.startedAt;
  const start = [
    { at: at + 100, text: `INFO starting architect-api ${version}` },
    { at: at + 300, text: 'INFO connected to database pool=20' },
  ];
  if (s.behaviour === 'crash' && s.run.restart) {
    return [
      ...start,
      { at: at + 900, text: 'ERROR cache: /var/cache/state.db has schema 42, this reader knows 41' },
      { at: at + 1100, text: 'FATAL panic: unusable local cache; refusing to start' },
    ];
  }
  if (s.once) return [...start, { at: at + 1400, text: 'INFO at work' }];
  return [...start, { at: at + 1400, text: 'INFO listening on :8080' }];
}

function ending(s: Story): Line[] {
  const at = s.run.finishedAt;
  if (at !== undefined && s.run.exitCode === 0) return [{ at: at - 10, text: 'INFO done' }];
  if (at === undefined || (s.behaviour === 'crash' && s.run.restart)) return [];
  // Killed from outside: a process out of memory has no last words.
  if (s.run.exitCode === 137) return [];
  return [
    { at: at - 20, text: 'ERROR cache: write schema 42 to /var/cache/state.db: index out of range [42]' },
    { at: at - 10, text: 'FATAL panic: runtime error: index out of range [42] with length 42' },
  ];
}

function access(s: Story, at: number): string {
  const seed = `${s.run.id}/${at}`;
  const endpoint = ENDPOINTS[Math.floor(fraction(seed) * ENDPOINTS.length)] ?? ENDPOINTS[0];
  const client = `198.51.100.${Math.floor(fraction(`${seed}/c`) * 250) + 1}`;
  if (s.behaviour === 'errors' && fraction(`${seed}/e`) < 0.5)
    return `ERROR method=GET path=${endpoint} status=500 client=${client} error="column \\"owner_id\\" does not exist"`;
  const ms = 20 + Math.floor(fraction(`${seed}/d`) * 120);
  return `INFO method=GET path=${endpoint} status=200 client=${client} duration=${ms}ms`;
}

/** The lines written after `from` and up to `to`; of those about traffic the newest `most`: a pod is a day old, and few are asked for. */
export function linesBetween(s: Story, from: number, to: number, most = MOST): Line[] {
  const end = Math.min(to, s.run.finishedAt ?? to);
  const begin = s.run.startedAt + 3000;
  const lines = opening(s);
  if (!s.once && (s.busy || s.run.finishedAt !== undefined)) {
    const last = Math.floor((end - begin) / EVERY);
    const first = Math.max(0, last - Math.min(most, MOST), Math.ceil((from - begin) / EVERY));
    for (let i = first; i <= last; i += 1) lines.push({ at: begin + i * EVERY, text: access(s, begin + i * EVERY) });
  }
  return [...lines, ...ending(s)].filter((l) => l.at > from && l.at <= end).sort((a, b) => a.at - b.at);
}
