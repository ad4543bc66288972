/** The sandbox's page. */
import { render } from 'preact';
import { App } from './app.tsx';
import { stayConnected } from './state/live.ts';

stayConnected();
const root = document.getElementById('app');
if (root) render(<App />, root);
