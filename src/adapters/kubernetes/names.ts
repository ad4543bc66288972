/** Names are checked before they become part of a path or a selector: `../`, wildcards and spaces never leave this process. */
import { Fault } from '../../ports/fault.ts';

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

export function checkNamespace(name: string): void {
  if (!LABEL.test(name)) throw badName('namespace', name);
}

export function checkDeployment(name: string): void {
  checkName(name, 'deployment');
}

export function checkName(name: string, what = 'object'): void {
  if (name.length > 253 || !SUBDOMAIN.test(name)) throw badName(what, name);
}

const KEY = '(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?';
const VALUE = '(?:[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?';
const REQUIREMENT = new RegExp(`^!?${KEY}(?:(?:=|==|!=)${VALUE})?$`);

/** `app=backend,tier!=cache`: equality only, which is all that runbooks of people ask for. */
export function checkSelector(selector: string): void {
  if (selector.length > 500 || !selector.split(',').every((r) => REQUIREMENT.test(r))) {
    const shown = JSON.stringify(selector.slice(0, 80));
    throw new Fault(
      'permanent',
      'kubernetes.bad-selector',
      `${shown} is not a label selector: write app=backend,tier!=cache`,
    );
  }
}

function badName(what: string, name: string): Fault {
  const shown = JSON.stringify(name.slice(0, 80));
  return new Fault('permanent', 'kubernetes.bad-name', `${shown} is not the name of a ${what}: use a-z, 0-9 and -`);
}
