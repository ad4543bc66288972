import { expectProblem, type ProblemCase, swap } from './catalog-fixture.ts';

const A = 'org/permissions.yaml';
const P = 'org/policy.yaml';
const T = 'org/templates.yaml';
const G = 'org/settings.yaml';
const V = 'architect/service.yaml';

/** With the glass that stands in a comment, and something wrong in it. */
const glass = (from: string, to: string) => (text: string) =>
  swap(from, to)(text.replace(/^# (breakGlass:| {2}(?:from|severities|phrase|tell|review))/gm, '$1'));

const runs = (what: string) => (text: string) =>
  `${text}exec:\n  - { namespace: a, deployment: b, container: c, ${what} }\n`;

describe('permissions, templates, settings and services tell their file, line, column and what to write instead', () => {
  it.each<ProblemCase>([
    ['an unknown verb', A, swap('resolve: [sre, responders]', 'resolv: [sre]'), '16:3', /resolv/, /resolve/],
    [
      'an empty group',
      A,
      swap('  leads:\n    people: [mona, dora, eng-lead, devops-lead, security-lead, vp-engineering]', '  leads: {}'),
      '7:3',
      /nobody is in the group leads/,
      /slackGroup/,
    ],
    ['a shell that may be run', P, runs('argv: [sh, -c, ls]'), '46:56', /must not be a shell/, /name the program/],
    ['a word about what may be run that nobody knows', P, runs('argv: [ls], user: root'), '46:62', /user/, /./],
    [
      'a gate that cannot open',
      P,
      swap('low: { from: [sre], min: 1', 'low: { from: [leads], min: 9'),
      '7:30',
      /9 people must agree, but there are only 6/,
      /at most 6/,
    ],
    [
      'a gate nobody keeps',
      P,
      swap('low: { from: [sre], min: 1', 'low: { from: [sre], min: 0'),
      '7:28',
      /too small/,
      /at least 1/,
    ],
    [
      'a number as text',
      P,
      swap('low: { from: [sre], min: 1', 'low: { from: [sre], min: "1"'),
      '7:28',
      /a number, not a text/,
      /a number/,
    ],
    [
      'a runbook that wants less than the policy',
      'architect/api-completely-down.yaml',
      swap('requester: false, expires: 10m', 'requester: true, expires: 10m'),
      '30:53',
      /a runbook cannot allow it/,
      /leave requester out/,
    ],
    [
      'a glass that anybody breaks',
      P,
      glass('from: [sre]\n  sev', 'from: [all]\n  sev'),
      '28:10',
      /no group "all"/,
      /there is sre/,
    ],
    ['a glass of no severity', P, glass('severities: [p1]', 'severities: [p9]'), '29:16', /no severity p9/, /p1/],
    ['a phrase typed by a slip', P, glass('I answer for this', 'yes'), '30:11', /too short/, /./],
    [
      'a glass nobody hears of',
      P,
      glass('{ channel: security, people: [role:security-lead] }', '{}'),
      '31:3',
      /nobody would be told/,
      /channel/,
    ],
    [
      'telling a role nobody holds',
      P,
      glass('role:security-lead', 'role:securty-lead'),
      '31:39',
      /no role:securty-lead/,
      /security-lead/,
    ],
    ['different groups of one', P, swap('from: [sre, leads]', 'from: [sre]'), '9:32', /only one group/, /more groups/],
    [
      'a group nobody made',
      P,
      swap('high: { from: [sre, leads]', 'high: { from: [sre, leeds]'),
      '9:23',
      /no group "leeds"/,
      /leads/,
    ],
    [
      'a kind that changes nothing',
      P,
      swap('kubernetes.rolloutUndo: medium', 'kubernetes.get: high'),
      '13:3',
      /no kind/,
      /kubernetes/,
    ],
    [
      'a rule about what no plan has',
      P,
      swap('plan.replicasAfter', 'plan.replicasAfer'),
      '22:14',
      /no plan\.replicasAfer/,
      /replicasAfter/,
    ],
    [
      'a rule about what is not known here',
      P,
      swap('plan.replicasAfter', 'steps.replicas'),
      '22:9',
      /no steps here/,
      /plan, incident/,
    ],
    ['work that ends before it begins', P, swap('to: "18:00"', 'to: "07:00"'), '35:90', /before it begins/, /later/],

    [
      'an unknown fact in a template',
      T,
      swap('incident.eta', 'incident.eat'),
      '12:23',
      /no incident\.eat/,
      /did you mean eta/,
    ],
    ['an open expression', T, swap('${{ links.statusPage }}', '${{ links.statusPage'), '2:12', /never closed/, /mend/],
    [
      'an unknown name in a template',
      T,
      swap('links.channel', 'link.channel'),
      '18:18',
      /no link in a template/,
      /did you mean links/,
    ],

    [
      'an unknown default service',
      G,
      swap('defaultService: architect', 'defaultService: architekt'),
      '2:17',
      /no service "architekt"/,
      /did you mean architect/,
    ],
    [
      'a link that is no address',
      G,
      swap('https://status.example.com', 'status.example.com'),
      '7:15',
      /not a web address/,
      /https:\/\//,
    ],
    [
      'a link that runs code',
      G,
      swap('https://status.example.com', 'javascript:alert(1)'),
      '7:15',
      /not a web address/,
      /https:\/\//,
    ],
    [
      'a channel with spaces',
      G,
      swap('incidents: incidents', 'incidents: Our Incidents'),
      '4:14',
      /not a channel name/,
      /without #/,
    ],
    [
      'every address there is',
      G,
      swap('allowedHosts: []', 'allowedHosts: [0.0.0.0/0]'),
      '11:16',
      /every address/,
      /name the ranges/,
    ],
    [
      'a host that is no host',
      G,
      swap('allowedHosts: []', 'allowedHosts: ["a b"]'),
      '11:16',
      /not a host/,
      /127\.0\.0\.1/,
    ],

    [
      'an unknown policy',
      V,
      swap('policy: critical', 'policy: critcal'),
      '3:9',
      /no policy "critcal"/,
      /did you mean critical/,
    ],
    [
      'an alias that is a service',
      V,
      swap('aliases: [api,', 'aliases: [architect,'),
      '2:11',
      /already means architect/,
      /one service/,
    ],
    [
      'a value no expression can say',
      V,
      (t) => `${t}values: { my-ns: x }\n`,
      '5:11',
      /cannot be read in an expression/,
      /letters, digits/,
    ],
    [
      'a value that hides another',
      V,
      (t) => `${t}values: { health: x }\n`,
      '5:11',
      /service\.health is there/,
      /another name/,
    ],
    [
      'an unknown group',
      A,
      swap('resolve: [sre, responders]', 'resolve: [rse]'),
      '16:13',
      /no group "rse"/,
      /did you mean sre/,
    ],
  ])('%s', (...wrong) => expectProblem(...wrong));
});
