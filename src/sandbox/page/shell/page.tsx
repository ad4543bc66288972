/** The panes and where they stand: side by side, with the world in a drawer, or one at a time. */

import { ModalStack } from '../blocks/modal-stack.tsx';
import { ClockBar } from '../panels/clock-bar.tsx';
import { GuideStrip } from '../panels/guide-strip.tsx';
import { channel, panel, thread } from '../state/address.ts';
import { over } from '../state/go.ts';
import { section } from '../state/live.ts';
import { channelsInDrawer, width } from '../state/width.ts';
import { Announcer } from './announcer.tsx';
import { ChannelView } from './channel-view.tsx';
import { Dialog } from './dialog.tsx';
import { JumpDialog } from './jump-dialog.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import { NarrowBar } from './narrow-bar.tsx';
import { PanelBody } from './panel-body.tsx';
import { Rail } from './rail.tsx';
import { RAIL_TABS } from './rail-tabs.ts';
import { Sidebar } from './sidebar.tsx';
import { SilenceLine, StatusCover } from './status-cover.tsx';
import { ThreadPane } from './thread-pane.tsx';
import { Toast } from './toast.tsx';
import { TopBar } from './top-bar.tsx';

const close = () => {
  over.value = '';
};

export function Page() {
  const room = width.value;
  return (
    <>
      <div class={`page page-${room}${channelsInDrawer.value ? ' drawered' : ''}`}>
        <TopBar />
        <SilenceLine />
        {channelsInDrawer.value ? null : (
          <nav class="side" aria-label="Channels and people" data-region="side">
            <Sidebar />
          </nav>
        )}
        {room === 'narrow' ? <NarrowPanes /> : <Slack />}
        {room === 'narrow' ? <NarrowBar /> : <Rail />}
      </div>
      {over.value === 'sidebar' ? (
        <Dialog class="drawer" label="Channels and people" onClose={close}>
          <nav class="side" aria-label="Channels and people">
            <Sidebar />
          </nav>
        </Dialog>
      ) : null}
      {over.value === 'jump' ? <JumpDialog /> : null}
      {over.value === 'keys' ? <KeysDialog /> : null}
      <ModalStack />
      <Announcer />
      <Toast />
      <StatusCover />
    </>
  );
}

function Slack() {
  // In a wide window the guide is beside Slack, unless another panel is.
  const playing = section('guide').value?.playing !== undefined;
  const strip = panel.value !== 'guide' && (width.value !== 'wide' || (playing && panel.value !== 'slack'));
  return (
    <main class="slack" aria-label="Slack">
      {strip ? <GuideStrip /> : null}
      <div class={thread.value ? 'slack-panes with-thread' : 'slack-panes'}>
        <ChannelView key={channel.value} />
        {thread.value ? <ThreadPane /> : null}
      </div>
    </main>
  );
}

function NarrowPanes() {
  if (panel.value === 'slack') return <Slack />;
  return (
    <main class="rail-main" aria-label="The world around Slack">
      <h2 class="unseen">{RAIL_TABS.find((t) => t.id === panel.value)?.label}</h2>
      <ClockBar />
      {panel.value === 'guide' ? null : <GuideStrip />}
      <div id="rail-panel" class="rail-panel" tabIndex={-1}>
        <PanelBody panel={panel.value} />
      </div>
    </main>
  );
}
