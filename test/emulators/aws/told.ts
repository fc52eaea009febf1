import { onBus, recordOf } from '../../clouds/aws/events/records.ts';
import type { Made } from './associations.ts';

/** A call as CloudTrail tells it: `ec2:AttachVolume`. */
export type ToldCall = {
  readonly call: string;
  readonly request?: object;
  readonly response?: object;
};

/** Who and where. */
type Scope = { readonly accountId: string; readonly region: string };

/** An event of the bus, of a call that was made there. @param id that no other event has */
export const callEvent = (
  { call, request = {}, response = {} }: ToldCall,
  { accountId, region }: Scope,
  id: string,
): object => ({
  ...onBus(
    recordOf(call, {
      eventID: id,
      eventTime: new Date().toISOString(),
      awsRegion: region,
      recipientAccountId: accountId,
      requestParameters: request,
      responseElements: response,
    }),
  ),
  id,
  account: accountId,
  region,
  time: new Date().toISOString(),
});

/** The event of a change of tags. */
export const tagEvent = (
  arn: string,
  tags: ReadonlyMap<string, string>,
  { accountId, region }: Scope,
  id: string,
): object => ({
  version: '0',
  id,
  'detail-type': 'Tag Change on Resource',
  source: 'aws.tag',
  account: accountId,
  region,
  time: new Date().toISOString(),
  resources: [arn],
  detail: {
    'changed-tag-keys': ['cost', 'team'],
    service: arn.split(':')[2],
    'resource-type': arn.split(':')[5]?.split('/')[0],
    version: 3,
    tags: Object.fromEntries(tags),
  },
});

/** What the trail tells when an association of a rule is made: `<primary> → <associated>`. */
export const toldOfMaking: Readonly<Record<string, (made: Made) => ToldCall>> = {
  'Ec2-Instance → Ec2-Volume': ({ primary, associated }) => ({
    call: 'ec2:AttachVolume',
    request: { volumeId: associated, instanceId: primary },
  }),
  'Ec2-Instance → Ec2-NetworkInterface': ({ primary, associated }) => ({
    call: 'ec2:AttachNetworkInterface',
    request: { networkInterfaceId: associated, instanceId: primary },
  }),
  'Ec2-Instance → Ec2-ElasticIp': ({ primary, associated }) => ({
    call: 'ec2:AssociateAddress',
    request: { allocationId: associated, instanceId: primary },
  }),
  'Ec2-Volume → Ec2-Snapshot': ({ primary, associated }) => ({
    call: 'ec2:CreateSnapshot',
    request: { volumeId: primary },
    response: { snapshotId: associated },
  }),
  'Ec2-Instance → Ec2-Image': ({ primary, associated }) => ({
    call: 'ec2:CreateImage',
    request: { instanceId: primary },
    response: { imageId: associated },
  }),
  'Ec2-Image → Ec2-Snapshot': ({ primary }) => ({
    call: 'ec2:CreateImage',
    response: { imageId: primary },
  }),
  'Ec2-NatGateway → Ec2-ElasticIp': ({ primary, associated }) => ({
    call: 'ec2:CreateNatGateway',
    request: { CreateNatGatewayRequest: { AllocationId: associated } },
    response: { CreateNatGatewayResponse: { natGateway: { natGatewayId: primary } } },
  }),
  'AutoScaling-Group → Ec2-Instance': ({ primary, associated }) => ({
    call: 'autoscaling:AttachInstances',
    request: { autoScalingGroupName: primary, instanceIds: [associated] },
  }),
  'Eks-Cluster → Ec2-Instance': ({ associated }) => ({
    call: 'ec2:RunInstances',
    response: { instancesSet: { items: [{ instanceId: associated }] } },
  }),
  'Eks-Cluster → AutoScaling-Group': ({ associated }) => ({
    call: 'autoscaling:CreateAutoScalingGroup',
    request: { autoScalingGroupName: associated },
  }),
  'Rds-DbInstance → Rds-DbSnapshot': ({ primary, associated }) => ({
    call: 'rds:CreateDBSnapshot',
    request: { dBInstanceIdentifier: primary, dBSnapshotIdentifier: associated },
  }),
  'Rds-DbCluster → Rds-DbClusterSnapshot': ({ primary, associated }) => ({
    call: 'rds:CreateDBClusterSnapshot',
    request: { dBClusterIdentifier: primary, dBClusterSnapshotIdentifier: associated },
  }),
  'Rds-DbCluster → Rds-DbInstance': ({ associated }) => ({
    call: 'rds:CreateDBInstance',
    request: { dBInstanceIdentifier: associated },
  }),
  'Lambda-Function → Logs-LogGroup': ({ associated }) => ({
    call: 'logs:CreateLogGroup',
    request: { logGroupName: associated },
  }),
};

/** The same when it is ended. */
export const toldOfEnd: Readonly<Record<string, (made: Made) => ToldCall>> = {
  'Ec2-Instance → Ec2-Volume': ({ associated }) => ({
    call: 'ec2:DetachVolume',
    request: { volumeId: associated },
  }),
  'Ec2-Instance → Ec2-NetworkInterface': () => ({
    call: 'ec2:DetachNetworkInterface',
    request: { attachmentId: 'eni-attach-1' },
  }),
  'Ec2-Instance → Ec2-ElasticIp': () => ({
    call: 'ec2:DisassociateAddress',
    request: { associationId: 'eipassoc-1' },
  }),
  'Ec2-NatGateway → Ec2-ElasticIp': ({ primary }) => ({
    call: 'ec2:DeleteNatGateway',
    request: { natGatewayId: primary },
  }),
  'AutoScaling-Group → Ec2-Instance': ({ associated }) => ({
    call: 'autoscaling:DetachInstances',
    request: { instanceIds: [associated] },
  }),
};
