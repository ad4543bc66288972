/** A bug that nobody caught ends the process, as it should; what is said about it passes the redactor first. */
import { createLogger } from '../lib/log.ts';
import { createRedactor } from '../lib/redact.ts';
import type { Config, Secrets } from './config/config.ts';

export function lastWords(config: Config, secrets: Secrets): void {
  const log = createLogger({ level: config.log.level, redactor: createRedactor(secrets.all) });
  // Also for promises that nobody waited for: Node hands them on to here.
  process.on('uncaughtException', (err) => {
    log.error({ err }, 'a bug ended this process');
    process.exit(1);
  });
}
