/** The sandbox's page. */
import { render } from 'preact';
import { App } from './app.tsx';
import { listenToKeys } from './shell/keys.ts';
import { keepTitle } from './shell/title.ts';
import { stayConnected } from './state/live.ts';
import { keepReading } from './state/reading.ts';
import { closeLostThreads, settleIn } from './state/settle-in.ts';

settleIn();
closeLostThreads();
keepReading();
stayConnected();
listenToKeys();
keepTitle();
const root = document.getElementById('app');
if (root) render(<App />, root);
