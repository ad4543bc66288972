/** Which exchanges the inspector shows, and how it words them. */
import type { TrafficRow } from '../../control/wire.ts';
import type { Tone } from '../parts/tone.ts';

export interface TrafficFilter {
  /** Empty: all servers. */
  readonly server: string;
  readonly text: string;
}

/** Newest first. Every word typed has to occur somewhere: in the path, the method, the status or the fault. */
export function matching(rows: readonly TrafficRow[], filter: TrafficFilter): TrafficRow[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (r: TrafficRow): boolean => {
    if (filter.server && r.server !== filter.server) return false;
    if (words.length === 0) return true;
    const all =
      `${r.server} ${r.method} ${r.path} ${r.what ?? ''} ${r.status ?? ''} ${statusWords(r).words} ${r.fault ?? ''}`.toLowerCase();
    return words.every((w) => all.includes(w));
  };
  const found = rows.filter(fits);
  return found.reverse();
}

/** Servers that occur, in the order in which a reader thinks of them. */
export function serversOf(rows: readonly TrafficRow[]): string[] {
  const order = ['slack', 'pagerduty', 'kubernetes', 'prometheus', 'service'];
  const rank = (s: string): number => (order.includes(s) ? order.indexOf(s) : order.length);
  return [...new Set(rows.map((r) => r.server))].sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}

/** A long path without its middle: `/apis/apps/v1/…/deployments/architect-api`. Its end says what it is about. */
export function briefPath(path: string, most = 40): string {
  const parts = path.split('/').filter(Boolean);
  for (let from = 2; from < parts.length - 1 && path.length > most; from += 1) {
    const brief = `/${[...parts.slice(0, 2), '…', ...parts.slice(from + 1)].join('/')}`;
    if (brief.length <= most || from === parts.length - 2) return brief;
  }
  return path;
}

const NAMES: Readonly<Record<string, string>> = {
  slack: 'Slack',
  pagerduty: 'PagerDuty',
  kubernetes: 'Kubernetes',
  prometheus: 'Prometheus',
  service: 'Service',
};

export const serverName = (server: string): string => NAMES[server] ?? server;

/** `Bot to Slack`, `Slack to bot`. */
export const wayWords = (r: Pick<TrafficRow, 'direction' | 'server'>): string =>
  r.direction === 'in' ? `Bot to ${serverName(r.server)}` : `${serverName(r.server)} to bot`;

const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No content',
  400: 'Bad request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not found',
  409: 'Conflict',
  422: 'Refused',
  429: 'Too many',
  500: 'Error',
  502: 'Bad gateway',
  503: 'Unavailable',
};

export interface StatusWords {
  readonly tone: Tone;
  readonly words: string;
}

export function statusWords({ status }: Pick<TrafficRow, 'status'>): StatusWords {
  if (status === undefined) return { tone: 'plain', words: 'Waiting' };
  if (status === 0) return { tone: 'bad', words: 'Cut off' };
  const words = REASONS[status] ? `${status} ${REASONS[status]}` : String(status);
  if (status < 300) return { tone: 'good', words };
  if (status < 400) return { tone: 'plain', words };
  return { tone: status === 429 || status < 500 ? 'warn' : 'bad', words };
}

/** The row an arrow key leads to: `step` further down, as far as there are rows; the first when none is selected. */
export function stepFrom(rows: readonly TrafficRow[], selected: number | undefined, step: number): number | undefined {
  const here = rows.findIndex((r) => r.n === selected);
  const next = here < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, here + step));
  return rows[next]?.n;
}

/** A body as a reader wants it: JSON with indents, text as it is, a word where there is none. */
export function bodyText(body: unknown): string {
  if (body === undefined || body === null || body === '') return '(empty)';
  return typeof body === 'string' ? body : JSON.stringify(body, null, 2);
}
