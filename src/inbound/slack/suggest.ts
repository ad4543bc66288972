/** "Did you mean": the nearest known word, or none when nothing is near. */

/** Edits (insert, delete, replace, swap of neighbours) from one word to another; counting stops being exact above 3. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 3) return 4;
  const row = (n: number) => new Array<number>(n).fill(0);
  let before = row(b.length + 1);
  let last = row(b.length + 1).map((_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const now = row(b.length + 1);
    now[0] = i;
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      now[j] = Math.min((last[j] ?? 0) + 1, (now[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        now[j] = Math.min(now[j] ?? 0, (before[j - 2] ?? 0) + 1);
      }
    }
    before = last;
    last = now;
  }
  return last[b.length] ?? 4;
}

export function nearest(word: string, known: readonly string[]): string | undefined {
  const w = word.toLowerCase().slice(0, 60);
  const most = w.length <= 3 ? 1 : w.length <= 5 ? 2 : 3;
  let best: { word: string; far: number } | undefined;
  for (const k of known) {
    const lower = k.toLowerCase();
    const far = w.length >= 3 && lower.startsWith(w) ? 0.5 : distance(w, lower);
    if (far <= most && far < w.length && (!best || far < best.far)) best = { word: k, far };
  }
  return best?.word;
}
