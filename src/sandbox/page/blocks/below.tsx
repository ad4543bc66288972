/** What stands under a block after a press: that the app did not answer, or where a link button leads. */
import { Icon } from '../parts/icon.tsx';
import type { Around } from './surface.ts';
import { WebLink } from './words.tsx';

export const Below = ({ trouble, leads }: Pick<Around, 'trouble' | 'leads'>) => (
  <div class="bk-below" role="status">
    {trouble.value ? (
      <p class="bk-trouble">
        <Icon name="warning" />
        <bdi>{trouble.value}</bdi>
      </p>
    ) : null}
    {leads.value ? (
      <p class="bk-leads">
        <Icon name="external" />
        <span>
          Slack opens <WebLink url={leads.value} />
        </span>
      </p>
    ) : null}
  </div>
);
