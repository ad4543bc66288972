/** Cuts end between characters, buttons survive, the whole stays within what Slack takes and sends back. */
import { actions, button, header, lines, paragraph, select } from '../../src/views/blocks.ts';
import { clip, cut, LIMITS, middle } from '../../src/views/limits.ts';
import { message, payloadSize, textSize } from '../../src/views/message.ts';

const FAMILY = '👨‍👩‍👧‍👦';

describe('cuts', () => {
  it.each([
    ['short', 10, 'short'],
    ['0123456789', 10, '0123456789'],
    ['0123456789x', 10, '012345678…'],
    [`abc${FAMILY}`, 10, 'abc…'],
    ['e\u0301'.repeat(10), 8, `${'e\u0301'.repeat(3)}…`],
    ['😀😀😀', 5, '😀😀…'],
  ])('%s to %i', (text, max, expected) => expect(cut(text, max)).toBe(expected));

  it('keeps beginning and end, whole', () => {
    const text = `start${FAMILY.repeat(100)}the error`;
    const out = middle(text, 200);
    expect(out.length).toBeLessThanOrEqual(200);
    expect(out).toMatch(/^start.* … .*the error$/u);
    expect(out.replace('start', '').replace(' … ', '').replace('the error', '').replaceAll(FAMILY, '')).toBe('');
  });

  it('falls back to code points inside one endless cluster', () => {
    const out = cut(`z${'\u0335'.repeat(5_000)}`, 100);
    expect(out.length).toBeLessThanOrEqual(100);
    expect(cut('😀'.repeat(5_000), 101).isWellFormed()).toBe(true);
  });

  it('never cuts a mention', () => {
    expect(clip(['x'.repeat(20), { person: 'U1' }], 25)).toEqual(['x'.repeat(20), '…']);
    expect(clip(['x'.repeat(30), { person: 'U1' }], 10)).toEqual([`${'x'.repeat(9)}…`]);
  });
});

describe('blocks', () => {
  it('hold Slack’s lengths', () => {
    expect(JSON.stringify(header('x'.repeat(500)))).toContain(`"${'x'.repeat(149)}…"`);
    expect(JSON.stringify(button('x'.repeat(500), { action: 'a', value: '1' }))).toContain(`"${'x'.repeat(74)}…"`);
    expect(JSON.stringify(header(''))).toContain('"–"');
  });

  it('wrap rows at five', () => {
    const rows = actions(Array.from({ length: 12 }, (_, i) => button(`${i}`, { action: `a#${i}`, value: '1' })));
    expect(rows.map((r) => (r.elements as unknown[]).length)).toEqual([5, 5, 2]);
  });

  it('leave out an empty menu and values that Slack would refuse', () => {
    expect(select('x', { action: 'a', options: [] })).toEqual([]);
    expect(select('x', { action: 'a', options: [{ label: 'y', value: 'v'.repeat(151) }] })).toEqual([]);
  });
});

describe('a message', () => {
  const buttons = actions([button('Approve', { action: 'approval.approve', value: '1' })]);

  it('keeps its buttons when it has too many blocks', () => {
    const many = Array.from({ length: 90 }, (_, i) => paragraph([`line ${i}`])).flat();
    const m = message([header('h'), ...many, ...buttons], ['f']);
    expect(m.blocks.length).toBeLessThanOrEqual(LIMITS.blocks);
    expect(JSON.stringify(m)).toContain('approval.approve');
    expect(JSON.stringify(m)).toContain('some lines are left out');
    expect(JSON.stringify(m)).toContain('line 89');
  });

  it.each(['x', '中', '"'])('fits the budgets with 60,000 × %s', (c) => {
    const m = message([...lines(Array.from({ length: 20 }, () => [c.repeat(3_000)])), ...buttons], [c.repeat(9_000)]);
    expect(textSize(m.blocks)).toBeLessThanOrEqual(LIMITS.budget);
    expect(payloadSize(m.blocks as never)).toBeLessThanOrEqual(LIMITS.payload);
    expect(JSON.stringify(m)).toContain('"Approve"');
    expect(m.text.length).toBeLessThanOrEqual(4_000);
  });

  it('is never lighter in reality than it was counted', () => {
    const m = message(lines([['中 / "quoted" é\n'.repeat(100)]]), ['x']);
    const slack = JSON.stringify(m.blocks)
      .replaceAll('/', '\\/')
      .replace(/[\u0080-\uFFFF]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
    expect(new URLSearchParams({ p: slack }).toString().length - 2).toBeLessThanOrEqual(payloadSize(m.blocks as never));
  });
});
