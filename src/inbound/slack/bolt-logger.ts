/** Bolt's logger on top of ours, so that nothing reaches the console around the redactor. */
import { type Logger, LogLevel } from '@slack/bolt';
import type { Log } from './deps.ts';

const words = (parts: readonly unknown[]): { text: string; fields: object } => {
  const err = parts.find((p) => p instanceof Error);
  const text = parts
    .map((p) => (p instanceof Error ? p.message : typeof p === 'string' ? p : JSON.stringify(p)))
    .join(' ');
  return { text: text.slice(0, 2_000), fields: err ? { err, source: 'bolt' } : { source: 'bolt' } };
};

export function boltLogger(log: Log): Logger {
  const at =
    (level: keyof Log) =>
    (...parts: unknown[]) => {
      const { text, fields } = words(parts);
      log[level](fields, text);
    };
  return {
    debug: at('debug'),
    info: at('debug'),
    warn: at('warn'),
    error: at('error'),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}
