/** The whole page: Slack in the middle, the world beside it. */
export const App = () => <main />;
