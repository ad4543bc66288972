/** "Did you mean": the known word closest to what somebody wrote. */

/** The nearest known word, or undefined when nothing is near enough to be a slip of the fingers. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const typed = word.toLowerCase();
  // A hostile word must not cost length × length for every known one.
  if (typed.length > 64) return undefined;
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const lower = candidate.toLowerCase();
    // Endings are what people get wrong most: severity.yaml for severities.yaml.
    const ending = typed.length >= 6 && lower.startsWith(typed.slice(0, -2)) ? 1 : 0;
    const limit = Math.max(1, Math.floor(typed.length / 3)) + ending;
    const inside = typed.length >= 4 && lower.split(/[.\-_ ]/).includes(typed);
    const distance = inside ? 1 : Math.abs(lower.length - typed.length) > limit ? limit + 1 : edits(typed, lower);
    if (distance <= limit && distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** `did you mean …?` when something is near, otherwise what there is. */
export function suggest(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  if (near !== undefined) return `did you mean ${near}?`;
  if (known.length === 0) return 'there is none yet';
  return `there is ${known.slice(0, 15).join(', ')}${known.length > 15 ? ', …' : ''}`;
}

/** Edit distance in which two swapped neighbours count as one slip. */
function edits(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    before = above;
    above = row;
  }
  return above[b.length] ?? 0;
}
