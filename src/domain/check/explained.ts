/** Hazards of the five runbooks that cannot be written any more, and what makes it so. */

export const EXPLAINED: Readonly<Record<string, { readonly title: string; readonly impossible: string }>> = {
  H21: {
    title: 'An on-call table full of TBD',
    impossible:
      'A person of org/people.yaml has a Slack id; a role or a rota without people does not load, and neither does a target nobody stands behind. TBD, example.com or a 555 number does not load in contacts.yaml.',
  },
  H25: {
    title: 'A template in a heredoc, where the shell takes ${…} for its own',
    impossible: 'No text passes through a shell. ${{ … }} is an expression of Tocsin, checked when the file is loaded.',
  },
  H27: {
    title: 'A JSON patch that adds to a list again on every run',
    impossible:
      'kubernetes.patch refuses an add to the end of a list without a test before it; type strategic merges by name, so that twice is once.',
  },
};
