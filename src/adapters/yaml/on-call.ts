/** On-call from the YAML catalog: the look-up is handed in, so that it follows every reload. */
import type { OnCall, Responder } from '../../ports/on-call.ts';

type Who = { readonly people: readonly Responder[]; readonly routingKey?: string };

export function yamlOnCall(who: (target: string, at: number) => Who): OnCall {
  return {
    async who(target, at) {
      return who(target, at);
    },
  };
}
