/** Every port a run may ask, with what the test gives behind it. */
import { yamlOnCall } from '../../../adapters/yaml/on-call.ts';
import type { Catalog } from '../../../domain/catalog/model.ts';
import { who } from '../../../domain/oncall/targets.ts';
import type { WorldClock } from '../../../sandbox/http/world-clock.ts';
import type { Given } from '../test-file.ts';
import { givenCaches } from './cache.ts';
import { Calls, type Moment } from './calls.ts';
import { givenCertificates } from './certificates.ts';
import { givenCluster } from './cluster.ts';
import { givenCommands } from './commands.ts';
import { givenContainers } from './containers.ts';
import { givenMetrics } from './metrics.ts';
import { heardByPeople } from './people.ts';
import { givenSql } from './sql.ts';
import { givenWeb } from './web.ts';

export async function givenPorts(given: Given, clock: WorldClock, catalog: Catalog) {
  const begins = clock.now();
  const calls = new Calls();
  const moment: Moment = { passed: () => clock.now() - begins, calls };
  const heard = heardByPeople();
  const metrics = givenMetrics(given.metrics, moment);
  const web = givenWeb(given.web, moment);
  const sql = givenSql(given.sql, moment, catalog);
  const commands = givenCommands(given.commands, moment, catalog);
  const containers = givenContainers(given.exec, moment, catalog);
  const certificates = givenCertificates(given.certificates, moment, begins);
  const kubernetes = await givenCluster(given.cluster, given.usage, clock, calls);
  const told = [metrics, web, sql, commands, containers, certificates].map((p) => p.answers);
  return {
    ports: {
      ...kubernetes.ports,
      chat: heard.chat,
      pager: heard.pager,
      onCall: yamlOnCall((target, at) => who(catalog, target, at)),
      metrics: metrics.metrics,
      web: web.web,
      sql: sql.sql,
      statements: sql.statements,
      cache: givenCaches(given.caches, calls),
      commands: commands.commands,
      containers: containers.containers,
      certificates: certificates.certificates,
    },
    calls: calls.lines,
    said: heard.said,
    put: kubernetes.put,
    answers: told,
    close: kubernetes.close,
  };
}
