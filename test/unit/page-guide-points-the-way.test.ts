/** The guide's finger: at the person first, then at the channel, then at the thing itself. */
import type { Pointer } from '../../src/sandbox/control/wire.ts';
import { panelOf, pointingFrom } from '../../src/sandbox/page/panels/pointing-rule.ts';
import { storyAfter } from '../../src/sandbox/page/panels/story-order.ts';

const approve: Pointer = { as: 'ULEAD', channel: 'CINC', target: { kind: 'button', ts: '1.2', label: 'Approve' } };

describe('where to go next', () => {
  it('is to become the one who has to do it', () => {
    expect(pointingFrom(approve, 'UME', 'COTHER')).toEqual({ kind: 'person', id: 'ULEAD' });
  });
  it('is then the channel', () => {
    expect(pointingFrom(approve, 'ULEAD', 'COTHER')).toEqual({ kind: 'channel', id: 'CINC' });
  });
  it('is then the thing', () => expect(pointingFrom(approve, 'ULEAD', 'CINC')).toEqual(approve.target));
  it('is the thing at once where anybody may do it anywhere', () => {
    expect(pointingFrom({ target: { kind: 'clock', ms: 300_000 } }, '', '')).toEqual({ kind: 'clock', ms: 300_000 });
  });
  it('is nowhere while one waits, whoever one is, and when no story plays', () => {
    expect(pointingFrom({ as: 'ULEAD', target: { kind: 'wait' } }, 'UME', '')).toBeUndefined();
    expect(pointingFrom(undefined, 'UME', 'CINC')).toBeUndefined();
  });
});

it.each([
  [{ kind: 'phone', email: 'a@example.com' }, 'phones'],
  [{ kind: 'fault', id: 'x' }, 'faults'],
  [{ kind: 'offer', id: 'x' }, 'guide'],
  [{ kind: 'composer', text: '/incident' }, 'slack'],
  [{ kind: 'button', ts: '1', label: 'x' }, 'slack'],
  [{ kind: 'modal' }, 'slack'],
  [{ kind: 'clock', ms: 1 }, undefined],
  [{ kind: 'wait' }, undefined],
] satisfies [Pointer['target'], string | undefined][])('knows the panel of %j', (target, panel) =>
  expect(panelOf(target)).toBe(panel),
);

describe('the story after this one', () => {
  const stories = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];
  it('is the next in the list, and the first after the last', () => {
    expect(storyAfter(stories, 'a')).toEqual({ id: 'b' });
    expect(storyAfter(stories, 'c')).toEqual({ id: 'a' });
  });
  it('is none where there is only one', () => expect(storyAfter([{ id: 'a' }], 'a')).toBeUndefined());
});
