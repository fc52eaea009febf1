import type { ResourceType } from '../../../src/clouds/resource-types.ts';

/** What of a cloud the oracle is told, beside the catalogue: it does not ask the cloud's own folder. */
export type Customs = {
  /** How far down a chain types stand, primaries before what hangs on them. */
  readonly depths: readonly (readonly ResourceType[])[];
  /** A call or notice as rules name it: `ecs:AttachDisk`. @param action as `oracle.called` is told */
  readonly callOf: (action: string) => string;
  /** Calls and notices that make no association. */
  readonly endsAssociations: (action: string) => boolean;
  /** Keys that are the cloud's own: nobody passes them on, and they take no place. */
  readonly isCloudsOwn: (key: string) => boolean;
  /** Keys that other software reads as evidence: they are nobody's to pass on. */
  readonly isEvidence: (key: string) => boolean;
  /** Things that one resource may be before it is time for a rest: what hangs on it may be many times as many. */
  readonly mostPossibilities: number;
  /** Texts that no key and no value may hold where it is passed on. */
  readonly isRefused: (text: string) => boolean;
};

/** What the first cloud does. */
export const alibabaCustoms: Customs = {
  depths: [
    ['Cs-Cluster'],
    [
      'Ecs-Instance',
      'Vpc-Natgateway',
      'Slb-Instance',
      'Nlb-Loadbalancer',
      'Alb-LoadBalancer',
      'Kafka-Instance',
      'Eci-ContainerGroup',
      'Ecs-SecurityGroup',
      'Ess-ScalingGroup',
    ],
    ['Ecs-Disk', 'Ecs-Eni', 'Vpc-Eip', 'Kafka-Topic', 'Kafka-ConsumerGroup'],
    ['Ecs-Snapshot'],
  ],
  callOf: (action) => {
    const [product = '', operation = ''] = action.split('/');
    return `${product.toLowerCase()}:${operation}`;
  },
  endsAssociations: (action) =>
    /^(Detach|Unassociate|Delete|Release)/.test(action.split('/')[1] ?? ''),
  mostPossibilities: 24,
  isCloudsOwn: (key) => /^(aliyun|acs:|aws:)/i.test(key),
  isEvidence: (key) => /^(ack\.aliyun\.com$|kubernetes\.io\/|k8s\.io\/)/.test(key),
  isRefused: (text) => /https?:\/\//.test(text),
};
