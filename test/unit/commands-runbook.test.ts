/** `/runbook` and its mention form: every example parses, and what people type at 03:00 means what they meant. */
import { incident } from '../../commands/incident.ts';
import { runbook } from '../../commands/runbook.ts';
import type { Intent } from '../../src/inbound/slack/define-command.ts';
import { mentioned, understand } from '../../src/inbound/slack/understand.ts';
import { plain } from '../../src/lib/text.ts';
import { catalog } from './run-play.ts';

const slash = (text: string): Intent => understand(runbook, text, { catalog, prefix: '/runbook' });
const mention = (text: string): Intent => {
  const said = mentioned([incident, runbook], text);
  return understand(said?.command ?? incident, said?.text ?? '', { catalog, prefix: '/runbook' });
};
const told = (i: Intent): string => (i.kind === 'problem' ? plain(i.text) : JSON.stringify(i));

describe.each(runbook.verbs.map((v) => [v.name, v] as const))('%s', (_name, verb) => {
  it.each(verb.examples.map((e) => [e.text]))('parses its example: %s', (text) => {
    expect(slash(text).kind).not.toBe('problem');
    expect(mention(`runbook ${text}`)).toEqual(slash(text));
    expect(mention(`rb ${text}`)).toEqual(slash(text));
  });

  it('has usage that begins with its name', () => expect(verb.usage.split(' ')[0]).toBe(verb.name));
});

const onRun = (verb: string, type: string, data: object, on: number | 'current' = 17) => ({
  kind: 'run',
  on,
  verb,
  input: { type, data },
});

describe('what is typed', () => {
  it.each([
    ['', { kind: 'ask', question: 'runbook-list', query: '' }],
    ['lint', { kind: 'ask', question: 'lint' }],
    ['hazards API completely down', { kind: 'ask', question: 'lint', runbook: 'architect/api-completely-down' }],
    ['list Database slow', { kind: 'ask', question: 'runbook-list', query: 'Database slow' }],
    ['list for inc-42', { kind: 'ask', question: 'runbooks', on: 42 }],
    ['list INC-42', { kind: 'ask', question: 'runbooks', on: 42 }],
    ['show API completely down', { kind: 'ask', question: 'runbook', id: 'architect/api-completely-down' }],
    ['status', { kind: 'ask', question: 'run-status', run: 'current' }],
    ['status r17', { kind: 'ask', question: 'run-status', run: 17 }],
    ['logs R-17 "2.options.Scale up.1"', { kind: 'ask', question: 'run-logs', run: 17, step: '2.options.Scale up.1' }],
    ['approve R-17 A1B2C3D4', { kind: 'verdict', on: 17, yes: true, plan: 'a1b2c3d4' }],
    ['approve r-17', { kind: 'verdict', on: 17, yes: true }],
    ['reject R-17 not now', { kind: 'verdict', on: 17, yes: false, reason: 'not now' }],
    ['reject R-17 a1b2c3d4 not now', { kind: 'verdict', on: 17, yes: false, reason: 'not now', plan: 'a1b2c3d4' }],
    ['pause R-17', onRun('pause', 'run.pause', {})],
    ['resume', onRun('pause', 'run.resume', {}, 'current')],
    ['abort R-17 wrong one', onRun('abort', 'run.abort', { reason: 'wrong one' })],
    ['retry R-17 3 it is back', onRun('retry', 'step.retry', { step: '3', reason: 'it is back' })],
    ['skip 3 “done by hand”', onRun('skip', 'step.skip', { step: '3', reason: 'done by hand' }, 'current')],
    [
      'breakglass R-17 a1b2c3d4 phrase=“break the glass” nobody answers',
      {
        kind: 'verdict',
        on: 17,
        yes: true,
        plan: 'a1b2c3d4',
        reason: 'nobody answers',
        glass: { phrase: 'break the glass' },
      },
    ],
    ['undo R-17 4', { kind: 'undo', on: 17, step: '4' }],
    ['history Deployment/x', { kind: 'ask', question: 'run-history', query: 'Deployment/x' }],
  ])('%s', (text, intent) => expect(slash(text)).toEqual(intent));

  it('starts a runbook for an incident, named at either end', () => {
    const wanted = {
      kind: 'act',
      verb: 'run',
      on: 42,
      input: { data: { runbook: 'architect/api-completely-down', inputs: { namespace: 'staging' } } },
    };
    expect(slash('run INC-42 api-completely-down namespace=staging')).toMatchObject(wanted);
    expect(slash('run api-completely-down NAMESPACE=staging in=INC-42')).toMatchObject(wanted);
  });

  it.each([
    ['reject R-17', /Why not\?.*Nothing was decided/],
    ['abort R-17', /Why\?.*Nothing was stopped/],
    ['retry R-17 3', /Which step, and why\?.*Nothing was done/],
    ['breakglass R-17 a1b2c3d4', /why can it not wait\?.*Nothing was done/],
    ['skip', /Which step, and why\?/],
    ['show api-completely-dwn', /Did you mean \/runbook show api-completely-down\?.*\/runbook list lists them/],
    ['run api-completely-down namspace=x', /Unknown input.*Did you mean namespace\?/],
    ['approve R-17 a1b2c3d4 really=yes', /no really=/],
    ['aprove R-17 a1b2c3d4', /Did you mean \/runbook approve R-17 a1b2c3d4\?/],
  ])('says what to do: %s', (text, expected) => expect(told(slash(text))).toMatch(expected));

  it('in a mention, its own verbs need no name in front; those of /incident stay theirs', () => {
    expect(mention('approve R-17 a1b2c3d4')).toEqual(slash('approve R-17 a1b2c3d4'));
    expect(mention('pause R-17')).toEqual(slash('pause R-17'));
    expect(mention('list')).toEqual({ kind: 'ask', question: 'list' });
  });
});
