/** Everything anybody could read in a story, as it was read: a card that changed was read again. */

import { texts } from '../runbook-test/texts.ts';
import type { Stage } from './stage.ts';

export function readAloud(stage: Stage) {
  const said: string[] = [];
  const seen = new Map<string, string>();
  const paged = new Set<string>();
  return {
    said,
    /** What is new since the last look. */
    look(): void {
      const { workspace } = stage.slack;
      for (const channel of workspace.channels.all()) {
        for (const m of workspace.messages.of(channel.id)) {
          const key = `${channel.id} ${m.ts}`;
          const text = [m.text, ...texts(m.blocks)].join('\n');
          if (seen.get(key) !== text) said.push(text);
          seen.set(key, text);
        }
      }
      for (const { dedupKey, summary } of stage.pagerduty.alerts()) {
        if (!paged.has(dedupKey)) said.push(`page ${dedupKey}: ${summary}`);
        paged.add(dedupKey);
      }
    },
  };
}
