/** Where the guide's finger goes, seen from where one is: first become the person, then open the channel, then the thing itself. */
import type { Pointer } from '../../control/wire.ts';

export type Pointing =
  | { readonly kind: 'person'; readonly id: string }
  | { readonly kind: 'channel'; readonly id: string }
  | Exclude<Pointer['target'], { readonly kind: 'wait' }>;

export function pointingFrom(point: Pointer | undefined, me: string, channel: string): Pointing | undefined {
  if (!point || point.target.kind === 'wait') return undefined;
  if (point.as !== undefined && point.as !== me) return { kind: 'person', id: point.as };
  if (point.channel !== undefined && point.channel !== channel) return { kind: 'channel', id: point.channel };
  return point.target;
}

/** Where on the page a thing of the guide is: beside Slack or in it. */
export function panelOf(target: Pointer['target']): 'slack' | 'guide' | 'phones' | 'faults' | undefined {
  switch (target.kind) {
    case 'phone':
      return 'phones';
    case 'fault':
      return 'faults';
    case 'offer':
      return 'guide';
    case 'composer':
    case 'button':
    case 'modal':
      return 'slack';
    case 'clock':
    case 'wait':
      return undefined;
  }
}
