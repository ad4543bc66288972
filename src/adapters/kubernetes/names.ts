/** Names are checked before they become part of a path or a selector: `../`, wildcards and spaces never leave this process. */
import { Fault } from '../../ports/fault.ts';

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

export function checkNamespace(name: string): void {
  if (!LABEL.test(name)) throw badName('namespace', name);
}

export function checkDeployment(name: string): void {
  if (name.length > 253 || !SUBDOMAIN.test(name)) throw badName('deployment', name);
}

function badName(what: string, name: string): Fault {
  const shown = JSON.stringify(name.slice(0, 80));
  return new Fault('permanent', 'kubernetes.bad-name', `${shown} is not the name of a ${what}: use a-z, 0-9 and -`);
}
