import { type Catalog, findSeverity } from '../../src/domain/catalog/model.ts';
import { channelsOf, linksOf, severityOf, templateOf } from '../../src/domain/catalog/service-model.ts';
import { plain } from '../../src/lib/text.ts';
import { contactsView } from '../../src/views/contacts-view.ts';
import { changed, expectProblem, type ProblemCase } from './catalog-fixture.ts';

const V = 'architect/service.yaml';
const C = 'architect/contacts.yaml';
const own = (text: string) => (file: string) => `${file}${text}\n`;

function catalogOf(changes: Parameters<typeof changed>[0]): Catalog {
  const { catalog, problems } = changed(changes);
  if (!catalog) throw new Error(problems.map((p) => `${p.file}:${p.line} ${p.message}`).join('\n'));
  return catalog;
}

describe('what a service says of itself goes before what the organisation says', () => {
  const catalog = catalogOf({
    [V]: own(`severities:
  p1: { label: Sev 0, words: [Sev0], respondWithin: 1m }
links: { statusPage: https://status.architect.dev, docs: https://docs.architect.dev }
channels: { customers: architect-status }`),
    'architect/templates.yaml': 'update: "Sev: ${{ incident.severity }}"\n',
    [C]: 'aws: { name: AWS, about: cloud, phone: "+1 206 266 4064", url: https://support.aws.com }\n',
  });

  it('its words mean a severity of the organisation, with its label and its time', () => {
    const found = findSeverity(catalog, 'SEV-0');
    expect(found?.name).toBe('p1');
    expect(severityOf(catalog, 'architect', found!)).toMatchObject({
      name: 'p1',
      label: 'Sev 0',
      respondWithin: 60_000,
    });
    expect(severityOf(catalog, 'another', found!)).toBe(found);
  });

  it('links, channels and templates: its own, and the others where it says nothing', () => {
    expect(linksOf(catalog, 'architect')).toMatchObject({
      statusPage: 'https://status.architect.dev',
      warRoom: catalog.links.warRoom,
    });
    expect(linksOf(catalog, 'another')).toEqual(catalog.links);
    expect(channelsOf(catalog, 'architect')).toEqual({
      incidents: catalog.channels.incidents,
      customers: 'architect-status',
    });
    expect(templateOf(catalog, 'architect', 'update')?.body).toContain('Sev: ');
    expect(templateOf(catalog, 'architect', 'customers')).toBe(catalog.templates.customers);
  });

  it('whom to call is shown with people of every level and everybody outside', () => {
    const { contacts, policy } = catalog.services[0]!;
    const view = contactsView({
      title: 'A',
      contacts,
      policy: catalog.policies[policy]!,
      people: catalog,
      links: linksOf(catalog, 'architect'),
    });
    const shown = JSON.stringify(view.blocks);
    for (const text of [
      '+1 206 266 4064',
      'https://support.aws.com',
      'Mona Reyes',
      '+1 555 0103',
      'docs.architect.dev',
    ])
      expect(shown).toContain(text);
    expect(typeof view.text === 'string' ? view.text : plain(view.text)).toContain('Whom to call');
  });
});

it.each<ProblemCase>([
  ['a severity nobody has', V, own('severities: { p9: {} }'), '5:15', /no severity "p9"/, /p1/],
  [
    'a word for another severity',
    V,
    own('severities: { p1: { words: [sev2] } }'),
    '5:29',
    /means p2 already/,
    /leave it out/,
  ],
  ['a link that is none', V, own('links: { docs: wiki }'), '5:16', /web address/, /whole/],
  [
    'a contact that is TBD',
    C,
    'db: { name: Vendor, email: db@vendor.io, phone: TBD }\n',
    '1:49',
    /still to be written/,
    /03:00/,
  ],
  ['a number of films', C, 'db: { name: Vendor, phone: +1-555-0001 }\n', '1:28', /reaches nobody/, /03:00/],
  ['an address of examples', C, 'db: { name: Vendor, email: a@example.com }\n', '1:28', /reaches nobody/, /03:00/],
  ['no way to reach it', C, 'db: { name: Vendor }\n', '1:1', /nobody can reach "db"/, /email/],
  [
    'a template of its own with a fact nobody knows',
    'architect/templates.yaml',
    'update: "${{ incident.ets }}"\n',
    '1:14',
    /incident\.ets/,
    /eta/,
  ],
])('%s is a problem', (...problem) => expectProblem(...problem));
