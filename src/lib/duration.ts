/** Durations as people write them in commands and YAML: `90s`, `5m`, `2h`, `1d`, `1h30m`. A unit is required. */

const UNIT = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const WHOLE = /^(?:\d+(?:ms|[smhd]))+$/;

/** Milliseconds, or undefined when the text is not a duration. */
export function parseDuration(text: string): number | undefined {
  const t = text.trim().toLowerCase();
  if (!WHOLE.test(t)) return undefined;
  let ms = 0;
  for (const [, n, unit] of t.matchAll(/(\d+)(ms|[smhd])/g)) {
    ms += Number(n) * (unit === 'ms' ? 1 : UNIT[unit as keyof typeof UNIT]);
  }
  return Number.isSafeInteger(ms) ? ms : undefined;
}

/** `300000` → `5m`, `5400000` → `1h 30m`, `1500` → `1.5s`. */
export function formatDuration(ms: number): string {
  if (ms < 60_000) return `${Math.round(ms / 100) / 10}s`;
  const out: string[] = [];
  let left = Math.round(ms / 1000) * 1000;
  for (const unit of ['d', 'h', 'm', 's'] as const) {
    const n = Math.floor(left / UNIT[unit]);
    if (n > 0) out.push(`${n}${unit}`);
    left -= n * UNIT[unit];
  }
  return out.slice(0, 2).join(' ');
}
