import { expectProblem, type ProblemCase, swap } from './catalog-fixture.ts';

const A = 'org/permissions.yaml';
const T = 'org/templates.yaml';
const G = 'org/settings.yaml';
const V = 'architect/service.yaml';

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
    [
      'a gate that cannot open',
      A,
      swap('from: [sre], min: 1', 'from: [leads], min: 9'),
      '22:40',
      /9 people must agree, but there are only 6/,
      /at most 6/,
    ],
    ['a gate nobody keeps', A, swap('min: 1', 'min: 0'), '22:38', /too small/, /at least 1/],
    ['a number as text', A, swap('min: 1', 'min: "1"'), '22:38', /a number, not a text/, /a number/],

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
