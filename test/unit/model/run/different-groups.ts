/** How many different groups people can stand for, each for one of theirs: found by trying every way. */
export function mostGroups(people: readonly (readonly string[])[], free: readonly string[]): number {
  const [first, ...rest] = people;
  if (!first) return 0;
  const standing = first.filter((g) => free.includes(g));
  const ways = standing.map(
    (g) =>
      1 +
      mostGroups(
        rest,
        free.filter((f) => f !== g),
      ),
  );
  return Math.max(mostGroups(rest, free), ...ways);
}
