/** Which story comes after which. */

/** The one after this in the list, round to the first; undefined when there is no other. */
export function storyAfter<S extends { readonly id: string }>(stories: readonly S[], id: string): S | undefined {
  const here = stories.findIndex((s) => s.id === id);
  const next = stories[(here + 1) % Math.max(1, stories.length)];
  return next?.id === id ? undefined : next;
}
