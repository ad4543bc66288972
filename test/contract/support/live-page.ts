/** What a page hears over its event stream. */
import type { SectionName, Sections } from '../../../src/sandbox/control/wire.ts';

export interface Heard<K extends SectionName = SectionName> {
  readonly name: K;
  readonly data: Sections[K];
}

export type LivePage = Awaited<ReturnType<typeof livePage>>;

export async function livePage(url: string, as: string, channel = '') {
  const gone = new AbortController();
  const res = await fetch(`${url}/api/live?${new URLSearchParams({ as, channel })}`, { signal: gone.signal });
  const heard: Heard[] = [];
  const waiting = new Set<() => void>();
  const reading = (async () => {
    const decoder = new TextDecoder();
    let rest = '';
    for await (const part of res.body ?? []) {
      const blocks = (rest + decoder.decode(part as Uint8Array, { stream: true })).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const [, name, data] = /^event: (.+)\ndata: (.+)$/.exec(block) ?? [];
        if (name && data) heard.push({ name: name as SectionName, data: JSON.parse(data) });
      }
      for (const look of [...waiting]) look();
    }
  })().catch(() => {});

  return {
    type: res.headers.get('content-type'),
    heard,
    /** The first of this section, from the given one on, that fits; waits for it. */
    async hear<K extends SectionName>(
      name: K,
      fits: (data: Sections[K]) => boolean = () => true,
      from = 0,
    ): Promise<Sections[K]> {
      const look = () =>
        heard.slice(from).find((h): h is Heard<K> => h.name === name && fits(h.data as Sections[K])) as
          | Heard<K>
          | undefined;
      for (;;) {
        const found = look();
        if (found) return found.data;
        await new Promise<void>((again) => {
          const once = () => {
            waiting.delete(once);
            again();
          };
          waiting.add(once);
        });
      }
    },
    async leave(): Promise<void> {
      gone.abort();
      await reading;
    },
  };
}
