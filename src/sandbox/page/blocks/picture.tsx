/** The place of an image. The page asks nobody but the sandbox, so it tells what the image says instead of fetching it. */
import type { Json } from '../../control/wire.ts';
import { string } from '../../slack/json.ts';

export const Picture = ({ of, small = false }: { readonly of: Json; readonly small?: boolean }) => {
  const alt = string(of.alt_text) ?? 'image';
  return (
    <span class={small ? 'bk-picture bk-picture-small' : 'bk-picture'} role="img" aria-label={alt} title={alt}>
      <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        <path d="M3 5h18v14H3zM3 16l5-5 4 4 3-3 6 6M15.5 9.5h.1" />
      </svg>
      {small ? null : <bdi>{alt}</bdi>}
    </span>
  );
};
