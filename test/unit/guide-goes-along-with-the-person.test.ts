/** The guide's engine: a step is over when the world shows it, whoever did it, and nobody is held up. */
import type { Rig } from '../../src/sandbox/control/rig.ts';
import { createGuide } from '../../src/sandbox/guide/guide.ts';
import type { Scene } from '../../src/sandbox/guide/scene/scene.ts';
import type { Step, Story } from '../../src/sandbox/guide/story.ts';
import { openEmptyWorld } from '../support/empty-world.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await openEmptyWorld();
});
afterAll(async () => rig?.close());

const deploy = (release: string) => rig.cluster.world.deploy(`registry.example.com/architect-api:${release}`, release);

/** Offers that were taken. */
let made: string[] = [];
beforeEach(() => {
  made = [];
  deploy('v41');
});

const runs = (release: string, more: Partial<Step> = {}): Step => ({
  title: `Release ${release}`,
  say: (s: Scene) => `${s.service.release} runs. Deploy ${release}.`,
  happened: (s: Scene) => `${s.service.release} is out.`,
  point: () => ({ target: { kind: 'offer', id: release } }),
  offers: () => [
    {
      id: release,
      label: `Deploy ${release}`,
      async make({ cluster }) {
        made.push(release);
        cluster.world.deploy(`registry.example.com/architect-api:${release}`, release, 'good');
      },
    },
  ],
  done: (s: Scene) => s.service.release === release,
  ...more,
});

const story = (...steps: Step[]): Story => ({
  id: 'toy',
  title: 'Toy',
  about: 'About.',
  minutes: 1,
  steps,
  end: 'The end.',
});
const three = () => story(runs('v50'), runs('v51'), runs('v52', { landmark: true }), runs('v53'));
it('says what there is before a story is begun, and after it is left', async () => {
  const guide = createGuide(rig);
  expect(guide.section().playing).toBeUndefined();
  expect(guide.section().stories.map((s) => s.id)).toEqual(['api-down', 'rollback-target-broken', 'nobody-answers']);
  await guide.act({ do: 'begin', story: 'api-down' });
  expect(guide.section().playing?.title).toBe('API down');
  await guide.act({ do: 'leave' });
  expect(guide.section().playing).toBeUndefined();
});

it('goes on when the world shows it, and explains what happened, also when nobody asked the guide', async () => {
  const guide = createGuide(rig, [three()]);
  await guide.act({ do: 'begin', story: 'toy' });
  expect(guide.section().playing).toMatchObject({
    say: 'v41 runs. Deploy v50.',
    point: { target: { kind: 'offer', id: 'v50' } },
    offers: [{ id: 'v50', label: 'Deploy v50' }],
    finished: false,
  });
  expect(guide.section().playing?.happened).toBeUndefined();
  deploy('v50');
  expect(guide.look()).toBe(true);
  expect(guide.section().playing?.happened).toBe('v50 is out.');
  expect(guide.section().playing?.steps.map((s) => s.state)).toEqual(['done', 'now', 'ahead', 'ahead']);
});

it('tells that it changed once, and not of what changed nothing for it', async () => {
  const guide = createGuide(rig, [three()]);
  guide.look();
  await guide.act({ do: 'begin', story: 'toy' });
  expect(guide.look()).toBe(true);
  expect(guide.look()).toBe(false);
  await guide.act({ do: 'offer', offer: 'v50' });
  expect(guide.look()).toBe(true);
  expect(guide.look()).toBe(false);
});

it('keeps a step done that is no longer true, and passes over steps before a landmark only', async () => {
  const guide = createGuide(rig, [three()]);
  await guide.act({ do: 'begin', story: 'toy' });
  deploy('v51');
  guide.look();
  // The second step is true, but it is no landmark: the first one is still to be done.
  expect(guide.section().playing?.steps.map((s) => s.state)).toEqual(['now', 'ahead', 'ahead', 'ahead']);
  deploy('v52');
  guide.look();
  expect(guide.section().playing?.steps.map((s) => s.state)).toEqual(['done', 'done', 'done', 'now']);
  expect(guide.section().playing?.happened).toBe('v52 is out.');
  deploy('v41');
  guide.look();
  expect(guide.section().playing?.steps.map((s) => s.state)).toEqual(['done', 'done', 'done', 'now']);
  deploy('v53');
  guide.look();
  expect(guide.section().playing).toMatchObject({ finished: true, say: 'The end.', offers: [] });
  expect(guide.section().playing?.point).toBeUndefined();
});

it('begins anew when it is begun again', async () => {
  const guide = createGuide(rig, [story(runs('v50', { done: (s) => s.service.revision > s.begun.revision }))]);
  await guide.act({ do: 'begin', story: 'toy' });
  await guide.act({ do: 'offer', offer: 'v50' });
  expect(guide.section().playing?.finished).toBe(true);
  await guide.act({ do: 'begin', story: 'toy' });
  expect(guide.section().playing).toMatchObject({ finished: false, say: 'v50 runs. Deploy v50.' });
});

it('does an offer once that is pressed twice while it is being done', async () => {
  let finish = () => {};
  const slow = runs('v50', {
    offers: () => [
      {
        id: 'slow',
        label: 'Slow',
        make: () =>
          new Promise((ok) => {
            made.push('slow');
            finish = ok;
          }),
      },
    ],
  });
  const guide = createGuide(rig, [story(slow)]);
  await guide.act({ do: 'begin', story: 'toy' });
  const both = [guide.act({ do: 'offer', offer: 'slow' }), guide.act({ do: 'offer', offer: 'slow' })];
  finish();
  await Promise.all(both);
  expect(made).toEqual(['slow']);
});

it('refuses a story or an offer that is not there, and says what is', async () => {
  const guide = createGuide(rig, [three()]);
  await expect(guide.act({ do: 'begin', story: 'other' })).rejects.toThrow(
    'There is no story “other”. There are: toy.',
  );
  await expect(guide.act({ do: 'offer', offer: 'v50' })).rejects.toThrow('No story is played now. Begin one of: toy.');
  await guide.act({ do: 'begin', story: 'toy' });
  await expect(guide.act({ do: 'offer', offer: 'v52' })).rejects.toThrow('There is no offer “v52” now. There is: v50.');
  expect(made).toEqual([]);
});

it('shows nothing any more once it is closed', async () => {
  const guide = createGuide(rig, [three()]);
  await guide.act({ do: 'begin', story: 'toy' });
  guide.close();
  expect(guide.section().playing).toBeUndefined();
});
