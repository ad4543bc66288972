/** The whole page: Slack in the middle, the world beside it. */
import { Page } from './shell/page.tsx';

export const App = () => <Page />;
