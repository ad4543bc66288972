/** JSON lines for machines. Whatever is logged passes the redactor, and errors leave their headers and bodies behind. */
import { isNativeError } from 'node:util/types';
import pino, { type DestinationStream, type LoggerOptions, type Logger as PinoLogger } from 'pino';
import type { Redactor } from './redact.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

export type Logger = Pick<PinoLogger, 'debug' | 'info' | 'warn' | 'error'> & {
  child(fields: Readonly<Record<string, unknown>>): Logger;
};

export interface LogOptions {
  readonly level: LogLevel;
  readonly redactor: Redactor;
  /** @default standard output */
  readonly stream?: DestinationStream;
}

const LONGEST = 1_000;
const CAUSES = 4;

export function createLogger({ level, redactor, stream }: LogOptions): Logger {
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    // Ours replaces pino's, which copies every field an SDK hung on its error.
    serializers: { err: (e) => e as unknown },
    hooks: {
      logMethod(args, method): void {
        const [first, ...rest] = args as [unknown, ...unknown[]];
        const error = isNativeError(first) ? { err: errorFields(first) } : withoutErrors(first);
        const message = isNativeError(first) && rest.length === 0 ? [messageOf(first)] : rest.map(textOfError);
        method.apply(this, [error, ...message] as unknown as Parameters<pino.LogFn>);
      },
      streamWrite: (line) => oneLine(line, redactor),
    },
  };
  // Written before the call returns: pino's own default hands the line to a thread, where a kill loses it and an exit overtakes it.
  return pino(options, stream ?? pino.destination({ dest: 1, sync: true }));
}

/** Redacted value by value, so that nothing can break the JSON; characters that some readers take for line ends are escaped. */
function oneLine(line: string, redactor: Redactor): string {
  const clean = JSON.stringify(redactor.value(JSON.parse(line) as unknown));
  return `${clean.replace(/[\p{Cc}\u2028\u2029]/gu, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
}

function withoutErrors(fields: unknown): unknown {
  if (typeof fields !== 'object' || fields === null) return fields;
  return Object.fromEntries(Object.entries(fields).map(([k, v]) => [k, isNativeError(v) ? errorFields(v) : v]));
}

const textOfError = (v: unknown): unknown => (isNativeError(v) ? messageOf(v) : v);

/** What helps to find the place, nothing the other side sent. */
function errorFields(e: Error, depth = 0): Record<string, unknown> {
  const { code, kind, retryAfter } = e as { code?: unknown; kind?: unknown; retryAfter?: unknown };
  const frames = (e.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  return {
    type: e.name,
    message: messageOf(e),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(typeof kind === 'string' ? { kind } : {}),
    ...(typeof retryAfter === 'number' ? { retryAfter } : {}),
    ...(frames.length === 0 ? {} : { stack: frames.join('\n') }),
    ...(isNativeError(e.cause) && depth < CAUSES ? { cause: errorFields(e.cause, depth + 1) } : {}),
  };
}

/** Some SDKs write the whole answer into the message, behind its first line. */
function messageOf(e: Error): string {
  const carries = 'body' in e || 'headers' in e || 'response' in e || 'data' in e;
  const text = carries ? (e.message.split('\n')[0] ?? '') : e.message;
  return text.length > LONGEST ? `${text.slice(0, LONGEST).toWellFormed()}…` : text;
}
