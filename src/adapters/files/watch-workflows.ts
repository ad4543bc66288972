/**
 * Notices that workflow files changed, by looking: file events do not cross mounts and config maps. What changed is handed
 * over only once two looks agree, so a file that is being written is not taken for one that was.
 */
import { createHash } from 'node:crypto';
import { findWorkflowFolder } from './workflow-folder.ts';

export interface Watch {
  /** Looks now; the timer does nothing else. */
  look(): Promise<void>;
  stop(): void;
}

export interface WatchOptions {
  /** What is in use already; a change since then is a change. @default what the first look finds */
  readonly current?: ReadonlyMap<string, string>;
  /** Milliseconds between looks. @default 2000 */
  readonly every?: number;
  /** The folder could not be read; what is in use stays in use. */
  readonly onError?: (error: unknown) => void;
}

/** Some file systems are late with what they say of a file: every so many looks everything is read. */
const READ_ANYWAY = 30;

/** `onChange` gets the whole folder; the caller compiles it and keeps what it has when there are problems. */
export function watchWorkflowFolder(
  dir: string,
  onChange: (files: Map<string, string>) => void | Promise<void>,
  options: WatchOptions = {},
): Watch {
  let known = options.current && digestOf(options.current);
  let seen: string | undefined;
  let stamp: string | undefined;
  let looks = 0;
  let looking: Promise<void> | undefined;

  const look = async (): Promise<void> => {
    try {
      const folder = await findWorkflowFolder(dir);
      const touched = folder.stamp !== stamp;
      stamp = folder.stamp;
      looks += 1;
      // What was read and is in use, and was not touched since, need not be read again.
      if (!touched && seen === known && looks % READ_ANYWAY !== 0) return;
      const files = await folder.read();
      const digest = digestOf(files);
      const settled = digest === seen;
      seen = digest;
      known ??= digest;
      if (!settled || digest === known) return;
      known = digest;
      await onChange(files);
    } catch (error) {
      options.onError?.(error);
    }
  };
  /** One at a time: a slow disk must not pile up looks. */
  const once = (): Promise<void> => {
    looking ??= look().finally(() => {
      looking = undefined;
    });
    return looking;
  };
  const timer = setInterval(() => void once(), options.every ?? 2_000);
  timer.unref();
  void once();
  return { look: once, stop: () => clearInterval(timer) };
}

function digestOf(files: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256');
  for (const [name, text] of files) hash.update(JSON.stringify([name, text]));
  return hash.digest('hex');
}
