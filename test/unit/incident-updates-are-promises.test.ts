import { plain } from '../../src/lib/text.ts';
import { play } from '../support/decide.ts';
import { shippedCatalog } from '../support/shipped-catalog.ts';

describe('the promise of the next update', () => {
  it('is made by the severity, and missing it is told once per period (TM-12)', () => {
    const t = play();
    t.declare('p1');
    t.at('95m');
    expect(t.happened('update.missed').map((l) => l.split(' ')[0])).toEqual(['30:00', '60:00', '90:00']);
  });

  it('is reset by posting, early or late', () => {
    const t = play();
    t.declare('p1');
    t.at('20m');
    t.do('incident.update', { text: 'rolling back' });
    t.at('49:59');
    expect(t.happened('update.missed')).toEqual([]);
    t.at('50m');
    expect(t.happened('update.missed')).toHaveLength(1);
    t.at('55m');
    t.do('incident.update', { text: 'rolled back' });
    expect(t.state.nextUpdateAt).toBe(t.now + 30 * 60_000);
  });

  it('may be made by hand, taken back, and made for the same moment again', () => {
    const t = play();
    t.declare('p4');
    t.do('incident.update', { text: 'a', nextMs: 30 * 60_000 });
    t.do('incident.update', { text: 'b', nextMs: 10 * 60_000 });
    t.do('incident.update', { text: 'c', nextMs: 30 * 60_000 });
    t.at('29:59');
    expect(t.happened('update.missed')).toEqual([]);
    t.at('30m');
    expect(t.happened('update.missed')).toHaveLength(1);
    t.at('10h');
    expect(t.happened('update.missed')).toHaveLength(1);
  });

  it('is kept by posting where the severity asks for no other, and is over once it was missed', () => {
    const t = play();
    t.declare('p4');
    t.do('incident.update', { text: 'a', nextMs: 30 * 60_000 });
    t.at('10m');
    t.do('incident.update', { text: 'b' });
    expect(t.state.nextUpdateAt).toBeUndefined();
    t.at('40m');
    expect(t.happened('update.missed')).toEqual([]);
    t.do('incident.update', { text: 'c', nextMs: 10 * 60_000 });
    t.at('50m');
    expect(t.happened('update.missed')).toHaveLength(1);
    expect(t.state.nextUpdateAt).toBeUndefined();
  });

  it('of a week of silence keeps its keys short', () => {
    const t = play();
    t.declare('p1');
    t.work();
    t.at('168h');
    expect(t.happened('update.missed')).toHaveLength(7 * 48);
  });

  it.each([0, 59_999, 8 * 86_400_000, Number.NaN, Number.POSITIVE_INFINITY])('in %d ms is refused', (nextMs) => {
    const t = play();
    t.declare('p1');
    const before = t.timeline.length;
    expect(t.do('incident.update', { text: 'x', nextMs })?.code).toBe('refused.bad-next');
    expect(t.timeline).toHaveLength(before);
  });

  it('is not made after the end, where an update may still be posted', () => {
    const t = play();
    t.declare('p1');
    t.do('incident.ack', {});
    t.at('1m');
    t.do('incident.resolve', {});
    t.at('2m');
    expect(t.do('incident.update', { text: 'the report follows' })?.code).toBe('updated');
    expect(t.inputs()).toEqual([]);
  });
});

describe('what an update says', () => {
  it('inside: the words that were typed, once', () => {
    const t = play();
    t.declare('p1');
    t.work();
    const answer = t.do('incident.update', { text: 'rolling back', eta: '14:30' });
    expect(plain(answer?.text ?? [])).toContain('Update posted for INC-42. The next one is due by');
    expect(t.lines().at(-1)).toBe('0:00 📣 Update by @U0ADA (internal), expected to be over: 14:30\nrolling back');
    expect(t.all('chat.announce')).toEqual([]);
  });

  it('by the organisation’s own template where there is one', () => {
    const own = shippedCatalog({
      'org/templates.yaml': (y) => `${y}\nupdate: |\n  \${{ incident.id }}: \${{ incident.latest }}\n`,
    });
    const t = play({ catalog: own });
    t.declare('p1');
    t.do('incident.update', { text: 'rolling back' });
    expect(t.lines().at(-1)).toContain('INC-42: rolling back');
  });

  it('to customers: the seed’s template, in their channel', () => {
    const t = play();
    t.declare('p1', 'API down', { customers: '40%' });
    t.do('incident.update', { text: 'rolling back', audience: 'public' });
    const [sent] = t.all('chat.announce').map((e) => e.payload as { body: string; channel: string });
    expect(sent?.channel).toBe('status-updates');
    expect(sent?.body).toContain('Customers: 40%');
    expect(sent?.body).toContain('Latest Update (03:00 UTC):\nrolling back');
  });

  it('to customers without a channel: nobody pretends that they were told', () => {
    const none = shippedCatalog({ 'org/settings.yaml': (y) => y.replace(/ {2}customers: .*\n/, '') });
    const t = play({ catalog: none });
    t.declare('p1');
    t.at('30m');
    expect(t.state.outage).toBeDefined();
    expect(t.state.customersNotifiedAt).toBeUndefined();
    expect(t.lines().join('\n')).toMatch(/Notifying customers did not work.*channels\.customers/);
  });

  it('nothing is refused', () => {
    const t = play();
    t.declare('p1');
    expect(t.do('incident.update', { text: ' \0 ' })?.code).toBe('refused.no-text');
  });
});
