/** Text from anywhere, as text: what changes the reading direction stays inside, so that nobody writes over their neighbours. */
import type { ComponentChildren } from 'preact';

const TURNING = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/;

export const Words = ({ text }: { readonly text: string }): ComponentChildren =>
  TURNING.test(text) ? <bdi>{text}</bdi> : text;

/** The kinds of address one can follow from here; anything else is only text. */
const isWeb = (url: string): boolean => /^(?:https?:\/\/|mailto:|tel:)/i.test(url);

interface WebLinkProps {
  readonly url: string;
  readonly children?: ComponentChildren;
}

/** Opens in a tab of its own, and only when pressed: the page itself asks nobody. */
export const WebLink = ({ url, children }: WebLinkProps) =>
  isWeb(url) ? (
    <a class="bk-link" href={url} target="_blank" rel="noopener noreferrer" title={url}>
      <bdi>{children ?? url}</bdi>
    </a>
  ) : (
    <bdi>{children ?? url}</bdi>
  );
