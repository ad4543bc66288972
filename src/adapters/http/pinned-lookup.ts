/** DNS for looks at addresses: asked once, every answer checked, and exactly those handed to the socket. */
import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Fault } from '../../ports/fault.ts';
import { type AllowList, plainHost } from './allow-list.ts';
import { addressProblem } from './url-guard.ts';

export type Resolve = (name: string) => Promise<readonly LookupAddress[]>;

export const REFUSED = 'http.refused';

/** Not a fault of the target: we did not look. */
export const refused = (message: string): Fault => new Fault('permanent', REFUSED, message);

/**
 * Resolves once and hands exactly the checked addresses to the socket, so that a second answer from DNS changes nothing. One
 * private address among many is enough to refuse: nobody mixes them by accident. `allow` undefined: the name was allow-listed.
 */
export function pinnedLookup(resolve: Resolve, allow: AllowList | undefined): LookupFunction {
  return (name, options, done) => {
    resolve(name).then(
      (addresses) => {
        const first = addresses[0];
        if (!first) return done(new Error(`${name} has no address`), '', 0);
        const bad = allow && addresses.map((a) => addressProblem(a.address, allow)).find((p) => p !== undefined);
        if (bad !== undefined) return done(refused(`${plainHost(name)} is refused: ${bad}`), '', 0);
        return options.all ? done(null, [...addresses]) : done(null, first.address, first.family);
      },
      (e: Error) => done(e, '', 0),
    );
  };
}

export const systemResolve: Resolve = (name) =>
  new Promise((ok, no) => {
    systemLookup(name, { all: true, verbatim: true }, (e, addresses) => (e ? no(e) : ok(addresses)));
  });
