/** A place for what Slack would show and this page does not: named, never silently missing. */
import { Icon } from '../parts/icon.tsx';

export const Unknown = ({ kind, title }: { readonly kind: string; readonly title?: string | undefined }) => (
  <span class="bk-unknown">
    <Icon name="info" />
    <span>
      {title ? <bdi>{title}: </bdi> : null}
      Slack shows a <code>{kind || 'nameless'}</code> here; the sandbox does not draw it.
    </span>
  </span>
);
