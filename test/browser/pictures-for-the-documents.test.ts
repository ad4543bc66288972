/** The pictures of the documents, taken while a story is played; kept with TOCSIN_TEST_PICTURES=keep, else only measured. */
import type { PhoneRow } from '../../src/sandbox/control/wire.ts';
import { type Sandbox, startSandbox } from '../support/sandbox.ts';
import { closeBrowser, type Look, look, NARROW, WIDE } from './support/browser.ts';
import { cardWith, channelId } from './support/eye.ts';
import { begin, follow } from './support/follow.ts';
import { misfits } from './support/layout.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(async () => {
  await closeBrowser();
  await sandbox?.stop();
});

interface Kind {
  readonly name: string;
  readonly size: { readonly width: number; readonly height: number };
  readonly theme: 'light' | 'dark';
}

const KINDS: readonly Kind[] = [
  { name: '', size: WIDE, theme: 'light' },
  { name: '-dark', size: WIDE, theme: 'dark' },
  { name: '-narrow', size: NARROW, theme: 'light' },
];

const LIGHT = KINDS.filter((k) => k.theme === 'light');

interface Scene {
  readonly as: string;
  readonly channel: string;
  readonly panel: string;
  /** What a narrow screen shows, which has room for one of them. */
  readonly narrowPanel?: string;
  /** Brings what matters into sight. */
  readonly show: (seen: Look) => Promise<void>;
}

/** Told at the end: one picture does not keep the next from being taken. */
const wrong: string[] = [];

async function takes(name: string, scene: Scene, kinds: readonly Kind[] = KINDS): Promise<void> {
  for (const kind of kinds) {
    const panel = kind.size === NARROW ? (scene.narrowPanel ?? 'slack') : scene.panel;
    const at = { as: scene.as, channel: scene.channel, panel };
    const seen = await look({ url: sandbox.url, at, size: kind.size, theme: kind.theme });
    await scene.show(seen);
    await seen.picture(`${name}${kind.name}`);
    const picture = name + kind.name;
    wrong.push(...[...(await misfits(seen.page)), ...seen.complaints].map((what) => `${picture}: ${what}`));
    await seen.close();
  }
}

/** The last card that has this button, whole. */
const card =
  (button: RegExp) =>
  async ({ page }: Look): Promise<void> => {
    const row = cardWith(page, button);
    await row.waitFor();
    await page.getByText('Jumping…').waitFor({ state: 'hidden' });
    await row.evaluate((e) => e.scrollIntoView({ block: 'nearest' }));
  };

/** What people are asked is decided on, so its buttons are gone. */
const decided: Scene['show'] = async (seen) => {
  await seen.page.getByRole('button', { name: /^1 · Restart/ }).waitFor({ state: 'hidden' });
  await card(/^Approve/)(seen);
};

/** No clock runs any more. */
const over: Scene['show'] = async (seen) => {
  if (seen.page.viewportSize()?.width !== NARROW.width) await seen.page.getByText('Nothing is planned').waitFor();
  await card(/^Timeline/)(seen);
};

/** What the steps gave, in full: a form of the person's own, so it is open wherever else they look. */
const logs: Scene['show'] = async ({ page }) => {
  const form = page.getByRole('dialog');
  const open = cardWith(page, /^Logs/).getByRole('button', { name: 'Logs' });
  await form.or(open).first().waitFor();
  if (!(await form.isVisible())) await open.click();
  await form.waitFor();
};

async function closesForm(at: Pick<Scene, 'as' | 'channel' | 'panel'>): Promise<void> {
  const { page, close } = await look({ url: sandbox.url, at: { ...at } });
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await close();
}

async function plays(title: string, at: Readonly<Record<string, () => Promise<void>>>): Promise<void> {
  await sandbox.post('/api/reset', {});
  await sandbox.ready();
  const { page, close } = await look({ url: sandbox.url });
  await begin(page, title);
  const due = new Map(Object.entries(at));
  await follow(page, sandbox, {
    async atStep(step) {
      await due.get(step)?.();
      due.delete(step);
    },
  });
  expect([...due.keys()]).toEqual([]);
  expect(wrong).toEqual([]);
  await close();
}

const ASKER = 'U0ADA';
const APPROVER = 'U0LINUS';
const DIRECTOR = 'U0DORA';

test('an incident is declared, a change is approved, it is resolved', async () => {
  await plays('API down', {
    'Pull the alarm': async () =>
      takes('declare', {
        as: ASKER,
        channel: await channelId(sandbox, ASKER, /^incidents$/),
        panel: 'world',
        async show({ page }) {
          const composer = page.getByRole('textbox', { name: 'Message #incidents' });
          await composer.fill('/incident declare p');
          await page.getByRole('option').first().waitFor();
        },
      }),
    'Answer the phone': async () =>
      takes(
        'sandbox',
        { as: ASKER, channel: await channelId(sandbox, ASKER, /^incidents$/), panel: 'phones', show: card(/^Ack/) },
        KINDS.slice(0, 1),
      ),
    'Choose the rollback': async () => {
      const run = { as: ASKER, channel: await channelId(sandbox, ASKER, /^inc-/), panel: 'world' };
      await takes('question', { ...run, show: card(/Roll back the deployment$/) });
      await takes('run-logs', { ...run, show: logs }, LIGHT);
      await closesForm(run);
    },
    'A second person approves': async () =>
      takes('approval', {
        as: APPROVER,
        channel: await channelId(sandbox, APPROVER, /^inc-/),
        panel: 'guide',
        show: decided,
      }),
    'Read what happened': async () =>
      takes('resolved', {
        as: ASKER,
        channel: await channelId(sandbox, ASKER, /^inc-/),
        panel: 'world',
        show: over,
      }),
  });
}, 400_000);

test('nobody answers, and the levels above are called', async () => {
  await plays('Nobody answers at 03:00', {
    'The director answers': async () => {
      const phones = await sandbox.get<PhoneRow[]>('/api/phones');
      expect(phones.filter((p) => p.ringing).length).toBeGreaterThan(3);
      await takes(
        'escalation',
        {
          as: DIRECTOR,
          channel: await channelId(sandbox, DIRECTOR, /^inc-/),
          panel: 'phones',
          narrowPanel: 'phones',
          async show(seen) {
            await seen.page.getByText('5 phones ring.').waitFor();
            if (seen.page.viewportSize()?.width !== NARROW.width) await card(/^Timeline/)(seen);
          },
        },
        // A little smaller: so much in one picture makes a large file.
        KINDS.map((k) => (k.size === WIDE ? { ...k, size: { width: 1360, height: 850 } } : k)),
      );
    },
  });
}, 400_000);
