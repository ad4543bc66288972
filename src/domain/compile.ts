/**
 * Everything under workflows/ → the catalog. Files in, catalog or problems out: no file system, no clock. It stands above
 * the capabilities because the organisation's files and the runbooks must fit each other.
 */
import { given } from '../lib/given.ts';
import { canonical } from '../lib/json.ts';
import { nearest } from '../lib/yaml/nearest.ts';
import { openSource, type Source } from '../lib/yaml/source.ts';
import { readCadence } from './catalog/cadence.ts';
import { readContacts } from './catalog/contacts.ts';
import { readEscalation } from './catalog/escalation.ts';
import type { Catalog, Problem, Service, Severity } from './catalog/model.ts';
import { readOnCall } from './catalog/on-call.ts';
import { readPeople } from './catalog/people.ts';
import { readPermissions } from './catalog/permissions.ts';
import { readPolicy } from './catalog/policy.ts';
import { readService, serviceKeys } from './catalog/service.ts';
import { checkServices, withWordsOf } from './catalog/services.ts';
import { readSettings } from './catalog/settings.ts';
import { readSeverities } from './catalog/severities.ts';
import { readTemplates } from './catalog/templates.ts';
import { refuseUnknown } from './check/accepts.ts';
import { RULE_IDS } from './check/rules/index.ts';
import { readCommands } from './command/read.ts';
import { readTargets } from './data/read.ts';
import { readInputs } from './runbook/fit-input.ts';
import { loadRunbook } from './runbook/load.ts';
import { refuseExpressions } from './runbook/manifest-file.ts';
import { isManifest } from './runbook/manifest-model.ts';
import type { Runbook } from './runbook/model.ts';
import type { StepKindIndex } from './runbook/step-kind-index.ts';

const ORG = [
  'severities',
  'escalation',
  'on-call',
  'people',
  'permissions',
  'policy',
  'templates',
  'settings',
] as const;
type Org = (typeof ORG)[number];
/** These may be missing: then there is nothing of the kind. */
const OPTIONAL = ['commands', 'targets'] as const;
/** Beside the runbooks of a service; all but the first may be missing. */
const OF_A_SERVICE: readonly string[] = ['service.yaml', 'templates.yaml', 'contacts.yaml', 'cadence.yaml'];
const ORG_FILES: readonly string[] = [...ORG, ...OPTIONAL];

const ALLOWED_FOLDER = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

export interface Compiled {
  /** Only when there is no problem at all: half a catalog would page half the people. */
  readonly catalog?: Catalog;
  readonly problems: readonly Problem[];
}

export type Files = ReadonlyMap<string, string>;

/** `files` maps paths below workflows/ (`org/people.yaml`) to their text; `sha256` gives hex. */
export function compile(files: Files, kinds: StepKindIndex, sha256: (text: string) => string): Compiled {
  const problems: Problem[] = [];
  if (files.size === 0) {
    const instead = 'write org/*.yaml and a folder per service, or point to the right folder';
    return { problems: [{ file: '.', line: 1, column: 1, message: 'there are no workflow files', instead }] };
  }
  const { services: folders, runbooks: runbookFiles, manifests: manifestFiles } = sorted(files, problems);

  const org = (name: Org): Source | undefined => open(files, `org/${name}.yaml`, problems);
  const sources = Object.fromEntries(ORG.map((name) => [name, org(name)] as const)) as Record<Org, Source | undefined>;

  const people = sources.people && readPeople(sources.people);
  const ids = people?.people.map((p) => p.id);
  const rotas = sources['on-call'] && readOnCall(sources['on-call'], ids);
  const scale = sources.severities && readSeverities(sources.severities);
  const access = sources.permissions && readPermissions(sources.permissions, ids);
  const changing = kinds.names.filter((name) => kinds.riskOf(name) !== undefined);
  const changes =
    sources.policy &&
    readPolicy(sources.policy, {
      groups: access?.groups,
      severities: scale?.map((s) => s.name),
      people,
      kinds: changing,
    });
  const templates = sources.templates && readTemplates(sources.templates);
  const settings = sources.settings && readSettings(sources.settings);
  const beside = (file: string) => (files.has(file) ? open(files, file, problems) : undefined);
  const commands = beside('org/commands.yaml');
  const programs = commands ? readCommands(commands) : { commands: {}, binaries: {} };
  const data = beside('org/targets.yaml');
  const dataTargets = data ? readTargets(data) : { databases: {}, caches: {}, statements: {} };
  for (const source of [commands, data]) if (source) refuseUnknown(source, RULE_IDS);
  const targets = { person: ids, role: people && Object.keys(people.roles), oncall: rotas && Object.keys(rotas) };
  const policies =
    sources.escalation && readEscalation(sources.escalation, { severities: scale, services: folders, targets }, sha256);

  const opened = folders.map((name) => ({ name, source: open(files, `${name}/service.yaml`, problems) }));
  const services = opened.flatMap(({ name, source }) => {
    const written = source && readService(source, name, policies && Object.keys(policies));
    const own = beside(`${name}/templates.yaml`);
    const outside = beside(`${name}/contacts.yaml`);
    const service = written && {
      ...written,
      templates: (own && readTemplates(own)) ?? {},
      contacts: (outside && readContacts(outside)) ?? [],
    };
    return source && service ? [{ source, service }] : [];
  });
  checkServices(services, sources.settings, settings?.defaultService, folders);
  const severities = scale && withWordsOf(services, scale);

  const manifests = new Map(manifestFiles.map((file) => [file, open(files, file, problems)] as const));
  for (const source of manifests.values()) if (source) refuseExpressions(source);
  const applied = new Set<string>();
  const manifestIn = (folder: string) => (name: string) => {
    applied.add(`${folder}/${name}`);
    return manifests.get(`${folder}/${name}`);
  };

  const runbooks = runbookFiles.flatMap(({ file, folder }): readonly Runbook[] => {
    const service = services.find((s) => s.service.name === folder)?.service;
    const context = {
      service: folder,
      serviceKeys: service && serviceKeys(service),
      severities: severities && words(severities),
      groups: access && Object.keys(access.groups),
      changes,
      kinds,
      manifest: manifestIn(folder),
      rules: RULE_IDS,
      sha256,
    };
    const runbook = loadRunbook(file, files.get(file) ?? '', context, problems);
    return runbook ? [runbook] : [];
  });
  // A runbook that could not be read may be the one that applies it.
  for (const file of problems.length > 0 ? [] : manifestFiles.filter((f) => !applied.has(f))) {
    const instead = 'name it in a step (kubernetes.apply: { file: … }), or take it away';
    problems.push({ file, line: 1, column: 1, message: 'no runbook beside it applies this manifest', instead });
  }
  const cadence = services.flatMap(({ service }) => {
    const written = beside(`${service.name}/cadence.yaml`);
    const incidents = settings?.channels.incidents;
    return written ? readCadence(written, { service, incidents, runbooks, targets, fit: readInputs }) : [];
  });

  if (
    problems.length > 0 ||
    !people ||
    !rotas ||
    !severities ||
    !access ||
    !changes ||
    !templates ||
    !settings ||
    !policies ||
    !programs ||
    !dataTargets
  ) {
    return { problems: inOrder(problems) };
  }
  const catalog: Catalog = {
    digest: sha256(canonical(Object.fromEntries(files))),
    severities,
    policies,
    ...people,
    rotas,
    ...access,
    changes,
    services: services.map((s): Service => s.service),
    defaultService: settings.defaultService,
    templates,
    channels: given(settings.channels),
    links: given(settings.links),
    allowedHosts: settings.allowedHosts,
    runbooks,
    cadence,
    programs,
    targets: dataTargets,
  };
  return { catalog, problems: [] };
}

function open(files: Files, file: string, problems: Problem[]): Source | undefined {
  const text = files.get(file);
  if (text !== undefined) return openSource(file, text, problems);
  problems.push({ file, line: 1, column: 1, message: 'the file is missing', instead: `write ${file}` });
  return undefined;
}

/** Which file is what; whatever has no place is told, because it would silently do nothing. */
function sorted(files: Files, problems: Problem[]) {
  const services = new Set<string>();
  const runbooks: { file: string; folder: string }[] = [];
  const manifests: string[] = [];
  for (const file of [...files.keys()].sort()) {
    const [folder = '', name = '', ...deeper] = file.split('/');
    const add = (message: string, instead: string) => problems.push({ file, line: 1, column: 1, message, instead });
    if (deeper.length > 0 || name === '')
      add('the file stands where nothing is read', 'move it to <service>/<runbook>.yaml');
    else if (folder === 'org') {
      if (ORG_FILES.some((known) => name === `${known}.yaml`)) continue;
      const near = nearest(name.replace(/\.yaml$/, ''), ORG_FILES);
      add(`there is no org/${name}`, near ? `did you mean org/${near}.yaml?` : `org/ holds ${ORG_FILES.join(', ')}`);
    } else if (ALLOWED_FOLDER.test(folder) && isManifest(name)) {
      services.add(folder);
      manifests.push(file);
    } else if (!ALLOWED_FOLDER.test(folder) || !ALLOWED_FOLDER.test(name.replace(/\.yaml$/, ''))) {
      add(
        'the name of the file or its folder is not kebab-case',
        'rename it: lower case letters, digits, single hyphens',
      );
    } else {
      services.add(folder);
      if (!OF_A_SERVICE.includes(name)) runbooks.push({ file, folder });
    }
  }
  return { services: [...services], runbooks, manifests };
}

const words = (severities: readonly Severity[]): ReadonlyMap<string, string> =>
  new Map(severities.flatMap((s) => [s.name, ...s.aliases].map((word) => [word, s.name] as const)));

function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column);
}
